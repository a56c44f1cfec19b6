"""`filters_paged` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request
from support.check_driving import drive, operations_of
from support.harness import client_of


def filtered_at_first(request: Request) -> Request:
    """A service that forgets the filters after the first page."""
    if dict(request.query).get("offset", "0") == "0":
        return request
    return replace(request, query=tuple(p for p in request.query if p[0] in {"offset", "limit"}))


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.list",
        Break("first-page", "a filter holds on the first page", before=filtered_at_first),
        "status holds on every page",
    ),
]


@pytest.mark.parametrize("operation", operations_of("filters_paged"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "filters_paged", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "filters_paged", operation)
    assert [violation for violation in found if promise in violation.promise], found
