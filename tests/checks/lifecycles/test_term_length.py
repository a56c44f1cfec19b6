"""`term_length` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, without


def _other_total(body: Body) -> Body:
    """A subscription with another cost of its term."""
    return {**body, "totalSubscriptionCost": {"currency": "USD", "amount": "1.0"}}


def _hidden(body: Body) -> Body:
    """A plan that is not on offer."""
    return {**body, "published": False}


def _trials(body: Body) -> Body:
    """A plan that offers nothing but trials."""
    periods = [{**period, "trial": True} for period in body["subscriptionPeriods"]]
    return {**body, "subscriptionPeriods": periods}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "expirationDate": "2026-12-03"}),
        "expirationDate is a term after",
    ),
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "renewalDate": None}),
        "renewalDate is a term after",
    ),
    (
        "orders.create",
        responses("subscriptions.get", without("billingPeriod")),
        "billingPeriod of a subscription",
    ),
    (
        "orders.create",
        responses("subscriptions.get", without("totalSubscriptionPrice")),
        "totalSubscriptionPrice is that of all",
    ),
    ("orders.create", responses("subscriptions.get", _other_total), "totalSubscriptionCost is"),
    ("orders.create", responses("plans.get", _hidden), "published of a plan"),
    ("orders.create", responses("plans.get", _trials), "subscriptionPeriods of a plan"),
]


@pytest.mark.parametrize("operation", operations_of("term_length"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "term_length", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "term_length", operation)
    assert [violation for violation in found if promise in violation.promise], found
