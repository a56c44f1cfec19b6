"""`method_refused` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of


def _answers(status: int, **headers: str) -> Break:
    """A fault in the response to a method that no path has."""

    def after(request: Request, response: Response) -> Response:
        return Response(status, {}, headers) if request.method == "PUT" else response

    return Break("method", "takes any method", after=after)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.list", _answers(200), "does not have is refused"),
    ("plans.list", _answers(405, Allow="GET, POST"), "does not have is refused"),
]


@pytest.mark.parametrize("operation", operations_of("method_refused"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "method_refused", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=["taken", "allow"])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "method_refused", operation)
    assert [violation for violation in found if promise in violation.promise], found
