"""Nulls of optional properties in request bodies (facts E14)."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from marketplace_contracts.codegen import compile_spec
from support.field_bodies import CHECKED, Body
from support.harness import SPEC

SCHEMAS = CHECKED.schemas


def sample(pointer: str) -> Any:
    """Return a value with every described property, valid or not."""
    shape = SCHEMAS.shape(pointer)
    if shape.items:
        return [sample(shape.items)]
    if shape.properties:
        return {name: sample(inner) for name, inner in shape.properties.items()}
    return "text"


def objects(pointer: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield the path and the shape of each described object in a body."""
    shape = SCHEMAS.shape(pointer)
    if shape.items:
        yield from objects(shape.items, (*path, 0))
    if shape.properties:
        yield path, shape
    for name, inner in shape.properties.items():
        yield from objects(inner, (*path, name))


CASES = [
    pytest.param(
        operation,
        path,
        name,
        name in shape.required,
        id=f"{operation.id}-{path}-{name}",
    )
    for operation in SPEC.operations.values()
    if operation.body_pointer
    for path, shape in objects(operation.body_pointer)
    for name in shape.properties
]


@pytest.mark.parametrize(("operation", "path", "name", "required"), CASES)
def test_exactly_optional_properties_can_be_null(
    operation: Any, path: tuple[str | int, ...], name: str, *, required: bool
) -> None:
    """A null is valid for each optional property of each request body, at any depth."""
    body = sample(operation.body_pointer)
    inside = body
    for step in path:
        inside = inside[step]
    inside[name] = None
    where = [*map(str, path), name]
    request = Body(f"{operation.method} {operation.path}", "request", None, body)
    wrong = [
        list(map(str, one.path))
        for one in SCHEMAS.violations(request.schema(), body)
        if not isinstance(one.value, dict | list)
    ]
    assert (where in wrong) == required


def test_there_are_many_of_them() -> None:
    """The parametrized test above covers all request bodies, lists and nested objects."""
    assert len(CASES) > 300
    assert {case.values[0].id for case in CASES} == {
        operation.id for operation in SPEC.operations.values() if operation.body_pointer
    }


NULLS: list[tuple[str, dict[str, Any]]] = [
    (
        "POST /orders",
        {
            "type": "sales", "customerId": "1000611", "poNumber": None, "subscriptionId": None,
            "alignExpirationDate": None, "billingModel": None, "attributes": None,
            "products": [
                {"mpn": "A", "quantity": None, "id": None, "parameters": None, "vendor": None,
                 "billingPeriod": None, "type": None, "specialPrice": None}
            ],
        },
    ),
    ("POST /orders/estimate", {"type": "renewal", "customerId": "1", "products": None}),
    ("PATCH /customers/{id}", {"status": None, "address": None, "contactPersons": None}),
    ("PATCH /orders/{id}", {"creditCheck": None, "statusCode": None}),
    ("PATCH /subscriptions/{id}", {"products": None, "attributes": None, "renewalStatus": None}),
    ("POST /reports", {"name": "R", "startDate": "2026-01-01T00:00:00Z", "format": None}),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "body"), NULLS)
def test_other_validators_accept_them_too(operation: str, body: dict[str, Any]) -> None:
    """A validator that takes OpenAPI 3.0 literally agrees."""
    request = Body(operation, "request", None, copy.deepcopy(body))
    assert request.violations() == []
    assert request.violations_by_the_letter() == []


def test_models_do_not_have_these_nulls() -> None:
    """The generated client sends no nulls, so its request models have none, but for poNumber."""
    schemas = compile_spec(SPEC.document)["components"]["schemas"]
    assert not [name for name in schemas if name.endswith("Input")]
    for name in ("CustomerCreate", "CustomerUpdate", "OrderRequest", "OrderLineRequest"):
        nullable = {p for p, node in schemas[name]["properties"].items() if node.get("nullable")}
        assert nullable <= {"poNumber"}, name
