"""`last_modified` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses


def _undated(body: Body) -> Body:
    """A removed subscription whose last change has no day."""
    return {**body, "lastModifiedDate": None} if body["status"] == "removed" else body


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "lastModifiedDate": "2026-11-02"}),
        "the day of the latest change",
    ),
    ("orders.create", responses("subscriptions.get", _undated), "the day of the latest change"),
]


@pytest.mark.parametrize("operation", operations_of("last_modified"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "last_modified", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "last_modified", operation)
    assert [violation for violation in found if promise in violation.promise], found
