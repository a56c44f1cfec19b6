"""`read_only` on a sound service and on faulty ones."""

from dataclasses import replace
from typing import Any

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import each_line


def seats_patched() -> Break:
    """A fault that changes seats by a PATCH."""
    sent: list[Any] = []

    def before(request: Request) -> Request:
        if request.operation == "subscriptions.update" and b'"quantity"' in request.body:
            sent.append(request.body)
        return request

    def after(request: Request, response: Response) -> Response:
        if request.operation != "subscriptions.get" or not sent or response.status != 200:
            return response
        return replace(response, body=each_line(response.body, quantity=77))

    return Break("seats-patched", "changes seats by a PATCH", before=before, after=after)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("subscriptions.update", seats_patched(), "quantity cannot be changed"),
]


@pytest.mark.parametrize("operation", operations_of("read_only"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "read_only", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "read_only", operation)
    assert [violation for violation in found if promise in violation.promise], found
