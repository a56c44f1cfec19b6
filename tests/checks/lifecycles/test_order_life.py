"""`order_life` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import NUMBERS, each_line, responses, sends, without

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("orders.get", lambda body: {**body, "status": "submitted"}),
        "terminal state",
    ),
    ("orders.create", sends("orders.create", without("poNumber")), "poNumber is returned"),
    ("orders.create", sends("orders.create", without("attributes")), "attributes is returned"),
    (
        "orders.create",
        sends("orders.create", lambda body: each_line(body, parameters=[])),
        "the parameters of its order",
    ),
    (
        "orders.create",
        responses("orders.get", lambda body: {**body, "creationDate": "2026-11-02T09:00:00Z"}),
        "creationDate of an order stays",
    ),
    (
        "orders.create",
        responses("orders.list", lambda body: {**body, "pagination": {"total": next(NUMBERS) * 2}}),
        "one subscription more",
    ),
    (
        "orders.create",
        responses("orders.get", lambda body: {**body, "statusCode": "LO"}),
        "has the code CP",
    ),
]


@pytest.mark.parametrize("operation", operations_of("order_life"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "order_life", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "order_life", operation)
    assert [violation for violation in found if promise in violation.promise], found
