"""`references_resolved` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import sends

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        sends("orders.estimate", lambda body: {**body, "customerId": "1000660"}),
        "must exist",
    ),
    (
        "orders.create",
        sends("orders.create", lambda body: {**body, "customerId": "1000660"}),
        "must exist",
    ),
]


@pytest.mark.parametrize("operation", operations_of("references_resolved"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "references_resolved", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "references_resolved", operation)
    assert [violation for violation in found if promise in violation.promise], found
