"""`rate_window` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import status


def _forever() -> Break:
    """Refuse every call after the first refusal."""
    refused: list[Response] = []

    def after(request: Request, response: Response) -> Response:
        if response.status == 429:
            refused.append(response)
        return refused[0] if refused and request.operation == "orders.list" else response

    return Break("forever", "never ends a refusal", after=after)


def _untold() -> Break:
    def after(_: Request, response: Response) -> Response:
        headers = {k: v for k, v in response.headers.items() if k != "Retry-After"}
        return replace(response, headers=headers)

    return Break("untold", "does not say how long to wait", after=after)


def _once_only() -> Break:
    """Refuse twice at most, so that no later window has a limit."""
    refused: list[Response] = []

    def after(_: Request, response: Response) -> Response:
        if response.status == 429:
            refused.append(response)
        return replace(response, status=200) if len(refused) > 2 else response

    return Break("once-only", "limits one window alone", after=after)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.list", status("orders.list", 429, 200), "as many calls pass"),
    ("orders.list", _forever(), "the whole rate is available"),
    ("orders.list", _once_only(), "the whole rate is available"),
    ("orders.list", _untold(), "ends with the minute"),
]


@pytest.mark.parametrize("operation", operations_of("rate_window"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "rate_window", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "rate_window", operation)
    assert [violation for violation in found if promise in violation.promise], found
