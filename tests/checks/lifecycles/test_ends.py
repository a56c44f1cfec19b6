"""`ends` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import each_row, renamed, responses

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
