"""`correlation_unique` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of


def one_id_for_refusals(_: Request, response: Response) -> Response:
    """A service that numbers what it does and not what it refuses."""
    return (
        replace(response, headers={"X-Correlation-ID": "a8n-1"})
        if response.status == 401
        else response
    )


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.list",
        Break(
            "same",
            "one id for all",
            after=lambda _, response: replace(response, headers={"X-Correlation-ID": "a8n-1"}),
        ),
        "its own correlation id",
    ),
    (
        "orders.estimate",
        Break("same", "one id for refusals", after=one_id_for_refusals),
        "its own correlation id",
    ),
]


@pytest.mark.parametrize("operation", operations_of("correlation_unique"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "correlation_unique", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "correlation_unique", operation)
    assert [violation for violation in found if promise in violation.promise], found
