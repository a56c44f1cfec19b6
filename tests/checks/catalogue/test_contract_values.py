"""`contract_values` on a sound service and on faulty ones."""

from typing import Any

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, without


def values(body: Body, **changed: Any) -> Body:
    """An estimate with something else in its contract values."""
    found = [
        {**one, "tcvs": [{**tcv, **changed} for tcv in one["tcvs"]]}
        for one in body.get("subscriptions", [])
    ]
    return {**body, "subscriptions": found} if found else body


def of_one_bill(body: Body) -> Body:
    """A contract value that is one bill."""
    return values(body, total={"currency": "USD", "amount": "0.5"})


def discounted(body: Body) -> Body:
    """A contract value whose discount was forgotten."""
    return values(body, discTotal={"currency": "USD", "amount": "1.0"})


def of_no_period(body: Body) -> Body:
    """A contract value without that of the plan's period."""
    return values(body, planPeriod={})


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        responses("orders.estimate", without("subscriptions")),
        "has its contract value",
    ),
    ("orders.estimate", responses("orders.estimate", of_one_bill), "the cost of its term"),
    ("orders.estimate", responses("orders.estimate", discounted), "the cost of its term"),
    ("orders.estimate", responses("orders.estimate", of_no_period), "is one bill"),
]


@pytest.mark.parametrize("operation", operations_of("contract_values"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "contract_values", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "contract_values", operation)
    assert [violation for violation in found if promise in violation.promise], found
