"""`withdrawn` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.domain.model import Order
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_row, renamed, responses, sends


def _any_code(body: Body) -> Body:
    """Withdraw an order whatever code is sent."""
    return {**body, "statusCode": "CL"}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("orders.get", lambda body: {**body, "status": "completed"}),
        "put in CL is cancelled",
    ),
    (
        "orders.create",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "gives no subscription",
    ),
    ("orders.create", sends("orders.update", _any_code), "by CL alone"),
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "renewalStatus": True}),
        "of a withdrawn sale ends",
    ),
]


@pytest.mark.parametrize("operation", operations_of("withdrawn"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "withdrawn", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "withdrawn", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_withdrawing_too_late_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A completed order that can still be withdrawn breaks a promise (facts E6)."""
    monkeypatch.setattr(Order, "is_open", True)
    with client_of() as api:
        found = drive(api, "withdrawn", "orders.create")
    assert ["only an open order" in one.promise for one in found] == [True]
