"""`links_resolve` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.traffic.finding import Skipped
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import responses

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.get",
        responses("orders.get", lambda body: {**body, "customerId": "999"}),
        "the link customer leads",
    ),
]


@pytest.mark.parametrize("operation", operations_of("links_resolve"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "links_resolve", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "links_resolve", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_service_without_objects_is_skipped() -> None:
    """Without an object for the check, it is skipped and finds nothing."""
    with (
        client_of(responses("plans.list", lambda body: {**body, "data": []})) as api,
        pytest.raises(Skipped),
    ):
        drive(api, "links_resolve", "plans.get")
