"""`auth_enforced` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response, Simulator
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import status

KEY = Simulator(seed=1).subscription_key


def one_key_for_all(request: Request) -> Request:
    """A gateway that does not check the key."""
    return replace(request, headers={**request.headers, "x-subscription-key": KEY})


def basic_does(request: Request) -> Request | Response:
    """A service that accepts Basic in place of a bearer token."""
    basic = request.headers.get("authorization", "").startswith("Basic ")
    return Response(200, {}) if basic and request.operation == "plans.list" else request


FAULTS: list[tuple[str, str | Break, str]] = [
    ("plans.list", Break("k", "", before=one_key_for_all), "wrong subscription"),
    ("auth.token", status("auth.token", 401, 403), "without Basic"),
    ("plans.list", Break("b", "", before=basic_does), "with another scheme"),
]


@pytest.mark.parametrize("operation", operations_of("auth_enforced"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "auth_enforced", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "auth_enforced", operation)
    assert [violation for violation in found if promise in violation.promise], found
