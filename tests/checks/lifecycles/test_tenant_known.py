"""`tenant_known` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses

OTHER = "0b9d5fd5-0000-4000-8000-000000000001"


def _other(where: str, value: str) -> Break:
    """A fault that gives each subscription another value of its parameters."""

    def change(body: Body) -> Body:
        return {**body, where: [{**one, "value": value} for one in body[where]]}

    return responses("subscriptions.get", change)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", _other("fulfillmentParameters", OTHER), "have one tenant"),
    ("orders.create", _other("fulfillmentParameters", "oak.example"), "ms_customer_id is"),
    ("orders.create", _other("orderParameters", ""), "microsoft_tenant_id is"),
]


@pytest.mark.parametrize("operation", operations_of("tenant_known"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "tenant_known", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "tenant_known", operation)
    assert [violation for violation in found if promise in violation.promise], found
