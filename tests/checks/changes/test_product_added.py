"""`product_added` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_line, responses, sends, without


def not_replaced(body: Body) -> Body:
    """A change that has lost what to replace a product by."""
    return {**body, "products": [without("newMPN")(line) for line in body["products"]]}


def _without_new_id(body: Body) -> Body:
    return {**body, "products": [without("newId")(line) for line in body["products"]]}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "products": body["products"][:1]}),
        "a product that its plan has",
    ),
    ("orders.create", sends("orders.create", not_replaced), "by its newMPN"),
    ("orders.create", sends("orders.create", _without_new_id), "by its newId"),
    (
        "orders.create",
        responses("subscriptions.get", lambda body: each_line(body, unitCost=None)),
        "has its own unitCost",
    ),
]


@pytest.mark.parametrize("operation", operations_of("product_added"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "product_added", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "product_added", operation)
    assert [violation for violation in found if promise in violation.promise], found
