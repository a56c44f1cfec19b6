"""`rate_told` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Response
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import status


def no_wait(response: Response) -> dict[str, str]:
    """The headers of a response without the seconds to wait."""
    return {name: value for name, value in response.headers.items() if name != "Retry-After"}


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", status("orders.create", 429, 503), "returns 429"),
    (
        "plans.list",
        Break("untold", "", after=lambda _, response: replace(response, headers=no_wait(response))),
        "how long to wait",
    ),
]


@pytest.mark.parametrize("operation", operations_of("rate_told"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "rate_told", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "rate_told", operation)
    assert [violation for violation in found if promise in violation.promise], found
