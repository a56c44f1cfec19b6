"""`two_products` on a sound service and on faulty ones."""

from typing import Any

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.domain.orders import provisioning
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import each_line, responses

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("orders.get", lambda body: each_line(body, subscriptionId=None)),
        "in one subscription",
    ),
]


@pytest.mark.parametrize("operation", operations_of("two_products"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "two_products", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "two_products", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_change_leaves_other_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of products that it does not name breaks its promise (facts E7)."""

    def change_all(_world: Any, _order: Any, subscription: Any, _today: Any) -> None:
        for seats in subscription.seats:
            seats.quantity += 1

    monkeypatch.setitem(provisioning.EFFECTS, "change", change_all)
    with client_of() as api:
        found = drive(api, "two_products", "orders.create")
    assert [violation for violation in found if "does not name" in violation.promise], found
