"""`invalid_bodies_refused` on a sound service and on faulty ones."""

import json
from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import sends


def called_json(request: Request) -> Request:
    """A service that parses any body as JSON."""
    return replace(request, headers={**request.headers, "content-type": "application/json"})


def read_as_example(request: Request) -> Request:
    """A service that takes what is not JSON for an order."""
    try:
        json.loads(request.body, parse_constant=lambda _: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        return replace(request, body=b'{"name":"r","startDate":"2026-01-01T00:00:00Z"}')
    return request


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        sends("orders.estimate", lambda body: {"type": "sales", **body}),
        "an invalid body is refused",
    ),
    (
        "validation.validate_parameters",
        Break("any-media", "", before=called_json),
        "another media type",
    ),
    (
        "customers.create",
        sends("customers.create", lambda body: {"name": "Unnamed", **body}),
        "an invalid body is refused",
    ),
    (
        "customers.update",
        sends("customers.update", lambda body: {**body, "status": "active"}),
        "an invalid body is refused",
    ),
    (
        "reports.create",
        Break("any-text", "", before=read_as_example),
        "that is not JSON is refused",
    ),
]


@pytest.mark.parametrize("operation", operations_of("invalid_bodies_refused"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "invalid_bodies_refused", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "invalid_bodies_refused", operation)
    assert [violation for violation in found if promise in violation.promise], found
