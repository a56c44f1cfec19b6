"""`special_price` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_line, responses, sends, without


def ordinary(body: Body) -> Body:
    """An order without its special price."""
    return {**body, "products": [without("specialPrice")(one) for one in body["products"]]}


def flat(body: Body) -> Body:
    """An order whose special price has no tiers."""
    lines = [
        {**one, "specialPrice": {**one["specialPrice"], "priceTiers": []}}
        if "specialPrice" in one
        else one
        for one in body["products"]
    ]
    return {**body, "products": lines}


def dearer(body: Body) -> Body:
    """A subscription that costs something else."""
    return each_line(body, extendedPrice={"currency": "USD", "amount": "1.0"})


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", sends("orders.estimate", ordinary), "charged in its tier"),
    ("orders.create", sends("orders.estimate", flat), "charged in its tier"),
    ("orders.create", sends("orders.create", ordinary), "is the price of the subscription"),
    ("orders.create", sends("orders.create", flat), "is the price of the subscription"),
    ("orders.create", responses("subscriptions.get", dearer), "charged for the subscription"),
]


@pytest.mark.parametrize("operation", operations_of("special_price"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "special_price", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "special_price", operation)
    assert [violation for violation in found if promise in violation.promise], found
