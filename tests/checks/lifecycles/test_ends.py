"""`ends` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.domain.orders import provisioning
from marketplace_contracts.simulator.domain.periods import Period
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_row, renamed, responses


def _ending_before(body: Body) -> Body:
    """A subscription that ends on another day than that of its renewal."""
    return {**body, "expirationDate": "2027-01-01"}


def _for_nothing(body: Body) -> Body:
    """A renewal that costs nothing."""
    return {**body, "total": {"currency": "USD", "amount": "0.0"}}


def _still_renewing(body: Body) -> Body:
    """A subscription that always renews."""
    return {**body, "renewalStatus": True}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "status": "active"}),
        "terminated or removed",
    ),
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "renewalDate": "2027-01-01"}),
        "moves the day",
    ),
    (
        "orders.create",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "about its own subscription",
    ),
    ("orders.create", responses("subscriptions.get", _ending_before), "moves the end"),
    ("orders.create", responses("orders.get", _for_nothing), "a renewal has its price"),
    ("orders.create", responses("subscriptions.get", _still_renewing), "does not renew"),
]


@pytest.mark.parametrize("operation", operations_of("ends"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "ends", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "ends", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_an_annual_term_that_makes_a_new_subscription_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only monthly terms are known to continue as a new subscription (facts E11)."""
    monkeypatch.setattr(provisioning, "MONTH", Period("year", 1))
    with client_of() as api:
        found = drive(api, "ends", "orders.create")
    assert any("goes on in place" in one.promise for one in found), found
