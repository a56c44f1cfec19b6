"""`usual_shown` on a sound service and on faulty ones."""

from collections.abc import Callable

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_row, responses, without


def prices_without(name: str) -> Callable[[Body], Body]:
    """A product whose prices lack a property that its costs have."""
    lacking = without(name)
    return lambda row: {**row, "prices": [lacking(price) for price in row["prices"]]}


OTHERS = [{"name": "tenant", "value": "x"}]
FAULTS: list[tuple[str, str | Break, str]] = [
    ("plans.get", responses("plans.get", without("planSwitches")), "planSwitches is usual in"),
    (
        "subscriptions.list",
        responses(
            "subscriptions.list",
            lambda body: {**body, "data": [{**row, "renewalDate": None} for row in body["data"]]},
        ),
        "renewalDate is usual in",
    ),
    (
        "products.list",
        responses("products.list", lambda body: each_row(body, prices_without("type"))),
        "type is usual in",
    ),
    (
        "customers.list",
        responses("customers.list", lambda body: each_row(body, lambda row: {**row, "name": ""})),
        "name is usual in",
    ),
    (
        "subscriptions.get",
        responses("subscriptions.get", lambda body: {**body, "orderParameters": OTHERS}),
        "microsoft_tenant_id is usual in orderParameters",
    ),
    (
        "subscriptions.get",
        responses("subscriptions.get", lambda body: {**body, "fulfillmentParameters": OTHERS}),
        "ms_customer_id is usual in fulfillmentParameters",
    ),
]


@pytest.mark.parametrize("operation", operations_of("usual_shown"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "usual_shown", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "usual_shown", operation)
    assert [violation for violation in found if promise in violation.promise], found
