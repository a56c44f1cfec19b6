"""`product_named` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_line, responses, sends, without


def first_vendor(body: Body) -> Body:
    """An order whose lines lack what distinguishes products of one MPN."""
    return {**body, "products": [{**one, "vendor": "Nobody"} for one in body["products"]]}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: each_line(body, id="PRD1")),
        "the product that it names",
    ),
    ("orders.estimate", sends("orders.estimate", first_vendor), "returns 200"),
    (
        "orders.estimate",
        sends("orders.estimate", without("subscriptionPeriod")),
        "beside the lines",
    ),
]


@pytest.mark.parametrize("operation", operations_of("product_named"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "product_named", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "product_named", operation)
    assert [violation for violation in found if promise in violation.promise], found
