"""`token_beside` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.drift import memory
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of


def one_token() -> Break:
    """A fault that lets a new token end the one before it."""
    part = memory.one_token()
    return Break("one-token", "only the latest token counts", before=part.before, after=part.after)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("auth.token", one_token(), "accepted beside a second one"),
]


@pytest.mark.parametrize("operation", operations_of("token_beside"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "token_beside", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "token_beside", operation)
    assert [violation for violation in found if promise in violation.promise], found
