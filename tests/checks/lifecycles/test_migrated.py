"""`migrated` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, sends, without


def _moved(body: Body) -> Body:
    """A subscription without renewal that says another plan."""
    return body if body["renewalStatus"] else {**body, "planId": 10001}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        sends("orders.create", lambda body: {"planId": "10002", **body}),
        "names its plan",
    ),
    ("orders.create", sends("orders.create", without("autorenewal")), "as its order says"),
    ("orders.create", sends("orders.create", without("startDate")), "as its order says"),
    (
        "orders.create",
        responses("subscriptions.get", _moved),
        "as its order says",
    ),
]


@pytest.mark.parametrize("operation", operations_of("migrated"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "migrated", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "migrated", operation)
    assert [violation for violation in found if promise in violation.promise], found
