"""`changes_add_up` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import each_row, renamed, responses, sends

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "customers.update",
        sends("customers.update", lambda body: {"status": "active", **body}),
        "stays when later changes",
    ),
    (
        "customers.update",
        responses(
            "customers.list", lambda body: each_row(body, lambda row: {**row, "name": "Old"})
        ),
        "agrees with it",
    ),
    (
        "subscriptions.update",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "about its own object",
    ),
]


@pytest.mark.parametrize("operation", operations_of("changes_add_up"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "changes_add_up", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "changes_add_up", operation)
    assert [violation for violation in found if promise in violation.promise], found
