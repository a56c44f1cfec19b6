"""`invalid_queries_refused` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import asks

FAULTS: list[tuple[str, str | Break, str]] = [
    ("subscriptions.list", asks("subscriptions.list", status=None), "an invalid status is refused"),
]


@pytest.mark.parametrize("operation", operations_of("invalid_queries_refused"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "invalid_queries_refused", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "invalid_queries_refused", operation)
    assert [violation for violation in found if promise in violation.promise], found
