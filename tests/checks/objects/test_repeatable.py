"""`repeatable` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import NUMBERS, responses

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "plans.get",
        responses("plans.get", lambda body: {**body, "name": f"Plan {next(NUMBERS)}"}),
        "the same response",
    ),
]


@pytest.mark.parametrize("operation", operations_of("repeatable"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "repeatable", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "repeatable", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_additions_hurt_nobody() -> None:
    """An undescribed property may be in one response and missing in the next."""
    added = responses("customers.get", lambda body: {**body, "servedBy": f"node {next(NUMBERS)}"})
    with client_of(added) as api:
        for check, operation in (
            ("repeatable", "customers.get"),
            ("change_fields", "customers.update"),
            ("create_and_read", "customers.create"),
        ):
            assert drive(api, check, operation) == []
