"""Bodies that our description accepts, and bodies that it rejects."""

import copy
from pathlib import Path
from typing import Any

import pytest
from support.field_bodies import FIELD, OURS, Body, read
from support.harness import SPEC

MISSING = object()
PAGE_ROW = "data/0/"
# One change that makes the example of a body wrong: the property, and what comes instead.
REQUESTS: dict[str, dict[str, list[Any]]] = {
    "auth.token": {"marketplace": [MISSING, "US", 1]},
    "customers.create": {  # facts E2
        "name": [MISSING],
        "language": [MISSING],
        "address": [MISSING],
        "address/city": [MISSING],
        "address/countryCode": ["no", "NOR"],
        "contactPersons": [MISSING, None],
        "contactPersons/0/phoneNumber": [MISSING],
        "contactPersons/0/type": ["owner"],
        "contactPersons/0/login": ["_login", "abcd"],
        "contactPersons/0/password": ["Ab#1"],
        "attributes/segment": [1],
    },
    "customers.update": {"status": ["cancelled", "adminHold"]},  # facts E2
    "resellers.create": {"currency": [MISSING, "euro"]},  # facts E3
    "orders.create": {  # facts E7, F17
        "type": [MISSING, "unknown", "sale"],
        "customerId": [MISSING, 1000611],
        "products": [{}],
        "products/0/quantity": [-1, "-1.0", "2,0", "two", True],
        "products/0/parameters/0/name": [MISSING],
        "products/0/specialPrice": [{"currency": "USD", "amount": 1.5}],
        "alignExpirationDate": [{"subscriptionId": "1300501"}],
        "startDate": ["01/02/2024"],
    },
    "orders.update": {"creditCheck": ["false"]},
    "subscriptions.update": {"renewalStatus": ["off"]},
    "subscriptions.set_special_pricing": {"products": [MISSING]},
    "validation.validate_parameters": {"customerId": [MISSING], "products/0/parameters": [MISSING]},
    "reports.create": {"name": [MISSING], "startDate": [MISSING]},
}
RESPONSES: dict[str, dict[str, list[Any]]] = {
    "auth.token": {"token": [MISSING, ""], "expiresInSeconds": [MISSING, "1500", 0]},  # facts A7
    "customers.list": {  # facts D1, E2
        "data": [MISSING, None],
        "pagination": [MISSING],
        "pagination/total": [MISSING, "1"],
        "pagination/offset": [-1],
        PAGE_ROW + "id": [MISSING, 1, None, "C-1"],
        PAGE_ROW + "name": [None],
        PAGE_ROW + "status": [MISSING, "ACTIVE", "suspended"],
    },
    "customers.get": {
        "address": [MISSING],
        "contactPersons": [MISSING],
        "language": [MISSING],
        "resellerId": [1000001],
    },
    "resellers.get": {"currency": [MISSING, "euro"]},
    "products.list": {  # facts E4, E13
        PAGE_ROW + "mpn": [MISSING],
        PAGE_ROW + "minimumQuantity": [1],
        PAGE_ROW + "prices/0/amount": [5.4, "5,4", "1 000.00", "USD 5"],
        PAGE_ROW + "prices/0/currency": [MISSING],
        PAGE_ROW + "prices/0/lowerLimit": ["10"],
        PAGE_ROW + "billingPeriod": ["P1M", {"type": "week", "duration": 1}, {"type": "month"}],
        PAGE_ROW + "coterming": [{"required": "mandatory"}],
    },
    "plans.get": {"id": [10005], "planSwitches/0/planId": ["10006"]},  # facts E13
    "orders.list": {  # facts E8
        PAGE_ROW + "orderNumber": [MISSING],
        PAGE_ROW + "statusCode": [MISSING],
        PAGE_ROW + "type": ["upgrade"],
        PAGE_ROW + "status": ["done"],
        PAGE_ROW + "customerId": [1000612],
        PAGE_ROW + "creationDate": [MISSING, "2026-07-27", "27.07.2026 01:12", 1785114729000],
        PAGE_ROW + "provisioningDate": [""],
    },
    "orders.get": {  # facts E8, E13
        "total": [370.8, {"currency": "USD", "amount": 370.8}],
        "subscriptionId": [1300501],
        "products": [{}],
        "products/0/quantity": ["1"],
        "products/0/tcvs": [[{"sellerId": "1"}]],
        "details/0/type": ["Recurring"],
        "details/0/duration": ["1 month"],
        "subscriptions": [[{"planId": 10005}]],
    },
    "orders.estimate": {"total": [MISSING], "products": [MISSING]},  # facts E9
    "subscriptions.list": {  # facts E11
        PAGE_ROW + "id": [MISSING],
        PAGE_ROW + "status": ["suspended", None],
        PAGE_ROW + "renewalStatus": [MISSING, "true"],
        PAGE_ROW + "creationDate": ["2019-10-25T00:00:00Z"],
        PAGE_ROW + "expirationDate": ["2024-02-30"],
        PAGE_ROW + "billingModel": ["prepaid"],
        PAGE_ROW + "planId": ["10005"],
    },
    "subscriptions.get": {
        "products": [None],
        "products/0/mpn": [MISSING],
        "products/0/quantity": [MISSING, "2", 2.5],
        "totalPrice": ["22.1"],
    },
    "validation.validate_parameters": {  # facts C11, E10
        "data": [None],
        "data/0/parameters": [MISSING],
        "data/0/parameters/0/result": ["failed", MISSING],
    },
    "reports.list": {  # facts E12
        PAGE_ROW + "name": [MISSING],
        PAGE_ROW + "format": [MISSING, "pdf"],
        PAGE_ROW + "id": ["17"],
        PAGE_ROW + "creationDate": ["1 March 2024"],
    },
    "reports.get": {"id": [MISSING]},
}
WHOLE = [  # facts C3, C4, C5
    Body("POST /orders", "response", 500, {"message": "x"}),
    Body("GET /orders/{id}", "response", 404, {"error": "x"}),
    Body("GET /orders/{id}", "response", 404, {"statusCode": 404, "message": "x"}),
    Body("GET /subscriptions/{id}", "response", 429, {"message": "x"}),
    Body("GET /customers", "response", 200, [{"id": "1", "name": "N", "status": "active"}]),
    Body("GET /customers", "response", 200, None),
]
CASES = [
    pytest.param(operation, kind, where, id=f"{operation}-{kind}-{where}")
    for kind, table in (("request", REQUESTS), ("response", RESPONSES))
    for operation, changes in table.items()
    for where in changes
]


def example_of(operation: str, kind: str) -> Body:
    """The first example that the description gives."""
    op = SPEC.operations[operation]
    place = "requestBody" if kind == "request" else "responses/200"
    content = SPEC.follow(f"{op.pointer}/{place}")[0]["content"]["application/json"]
    shown = content.get("examples", {None: {"value": content.get("example")}})
    example = copy.deepcopy(next(iter(shown.values()))["value"])
    status = None if kind == "request" else 200
    return Body(f"{op.method} {op.path}", kind, status, example)


def change(value: Any, where: str, new: Any) -> None:
    """Replace or remove the value at a pointer."""
    *way, last = [int(step) if step.isdigit() else step for step in where.split("/")]
    for step in way:
        value = value[step]
    if new is MISSING:
        del value[last]
    else:
        value[last] = new


@pytest.mark.parametrize("path", [OURS, FIELD], ids=["ours", "field"])
def test_bodies_from_the_field_are_right(path: Path) -> None:
    """Each body that is possible by the facts is valid, for all operations."""
    if not path.exists():
        pytest.skip("the field bodies are not beside this checkout")
    bodies = list(read(path))
    assert len(bodies) > 30
    assert [(one, found) for one in bodies if (found := one.violations())] == []
    assert [(one, found) for one in bodies if (found := one.violations_by_the_letter())] == []
    if path == OURS:
        known = {f"{op.method} {op.path}" for op in SPEC.operations.values()}
        assert {one.operation for one in bodies} == known


@pytest.mark.parametrize(("operation", "kind", "where"), CASES)
def test_a_body_with_one_thing_wrong_is_reported(operation: str, kind: str, where: str) -> None:
    """A body that is impossible by the facts has exactly one violation."""
    assert example_of(operation, kind).violations() == []
    for new in {"request": REQUESTS, "response": RESPONSES}[kind][operation][where]:
        body = example_of(operation, kind)
        change(body.body, where, new)
        assert body.violations(), new


@pytest.mark.parametrize("body", WHOLE, ids=str)
def test_a_body_that_is_wrong_as_a_whole_is_reported(body: Body) -> None:
    """Half an error, and a page that is no object, are violations."""
    assert body.violations()
