"""`price_changed` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, sends


def _listed(body: Body) -> Body:
    """Ignore the special price of a change."""
    lines = [{k: v for k, v in line.items() if k != "specialPrice"} for line in body["products"]]
    return {**body, "products": lines} if body["type"] == "change" else body


def _in_dollars(body: Body) -> Body:
    """Read a price in any currency as one in dollars."""
    lines = [dict(line) for line in body["products"]]
    for line in lines:
        if "specialPrice" in line:
            line["specialPrice"] = {**line["specialPrice"], "currency": "USD"}
    return {**body, "products": lines}


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", sends("orders.create", _listed), "charged at its special price"),
    ("orders.create", sends("orders.create", _listed), "has the special price of a change"),
    ("orders.create", sends("orders.create", _in_dollars), "in its own currency"),
]


@pytest.mark.parametrize("operation", operations_of("price_changed"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "price_changed", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "price_changed", operation)
    assert [violation for violation in found if promise in violation.promise], found
