"""`subscription_named` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, sends, status, without


def only_at_the_top(body: Body) -> Body:
    """A service that does not read the subscription of a line."""
    return {**body, "products": [without("subscriptionId")(line) for line in body["products"]]}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        status("orders.estimate", 400, 200),
        "is refused that names no subscription",
    ),
    (
        "orders.estimate",
        status("orders.estimate", 400, 200),
        "is refused that names two subscriptions",
    ),
    ("orders.estimate", status("orders.estimate", 404, 200), "of another customer"),
    ("orders.estimate", status("orders.estimate", 500, 200), "that has ended"),
    ("orders.estimate", sends("orders.estimate", only_at_the_top), "may name the subscription"),
]


@pytest.mark.parametrize("operation", operations_of("subscription_named"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "subscription_named", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "subscription_named", operation)
    assert [violation for violation in found if promise in violation.promise], found
