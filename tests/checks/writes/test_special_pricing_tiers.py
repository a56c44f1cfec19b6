"""`special_pricing_tiers` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_line, responses, sends


def flat(body: Body) -> Body:
    """Prices without their tiers."""
    lines = [
        {**one, "unitPrice": {**one["unitPrice"], "priceTiers": []}} for one in body["products"]
    ]
    return {**body, "products": lines}


def dearer(body: Body) -> Body:
    """A subscription that costs something else."""
    return each_line(body, extendedPrice={"currency": "USD", "amount": "1.0"})


FAULTS: list[tuple[str, str | Break, str]] = [
    ("subscriptions.update", sends("subscriptions.update", flat), "read back as it was sent"),
    (
        "subscriptions.set_special_pricing",
        sends("subscriptions.set_special_pricing", flat),
        "read back as it was sent",
    ),
    (
        "subscriptions.set_special_pricing",
        responses("subscriptions.set_special_pricing", dearer),
        "that the seats reach is charged",
    ),
    (
        "subscriptions.update",
        responses("subscriptions.get", lambda body: each_line(body, unitProviderCost=None)),
        "unitProviderCost is read back",
    ),
]


@pytest.mark.parametrize("operation", operations_of("special_pricing_tiers"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "special_pricing_tiers", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "special_pricing_tiers", operation)
    assert [violation for violation in found if promise in violation.promise], found
