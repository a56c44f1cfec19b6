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
        "the same answer",
    ),
]


@pytest.mark.parametrize("operation", operations_of("repeatable"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "repeatable", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "repeatable", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_additions_hurt_nobody() -> None:
    """A property that only the description lacks may come with one answer and not another."""
    added = responses("customers.get", lambda body: {**body, "servedBy": f"node {next(NUMBERS)}"})
    with client_of(added) as api:
        for check, operation in (
            ("repeatable", "customers.get"),
            ("change_fields", "customers.update"),
            ("create_and_read", "customers.create"),
        ):
            assert drive(api, check, operation) == []
