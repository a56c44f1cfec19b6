"""`lines_refused` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.domain.orders import changing
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, sends


def _whole(body: Body) -> Body:
    """Cut quantities to whole numbers."""
    lines = [{**line, "quantity": int(float(line.get("quantity", 1)))} for line in body["products"]]
    return {**body, "products": lines}


def _text_doubled(body: Body) -> Body:
    """Read the quantity "5.0" as 50."""
    lines = [dict(line) for line in body["products"]]
    for line in lines:
        if str(line.get("quantity")).endswith(".0") and isinstance(line["quantity"], str):
            line["quantity"] = int(line["quantity"].replace(".", ""))
    return {**body, "products": lines}


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", sends("orders.estimate", _whole), "an invalid line is refused"),
    ("orders.create", sends("orders.estimate", _text_doubled), "is the same number"),
]


@pytest.mark.parametrize("operation", operations_of("lines_refused"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "lines_refused", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "lines_refused", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_product_of_another_plan_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscription that takes a product of another plan breaks a promise (facts E4)."""
    search = changing.find_product
    monkeypatch.setattr(
        changing, "find_product", lambda world, wanted, _=None: search(world, wanted)
    )
    with client_of() as api:
        found = drive(api, "lines_refused", "orders.create")
    assert {one.promise for one in found} == {"a subscription accepts only products of its plan"}
