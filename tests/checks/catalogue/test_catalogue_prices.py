"""`catalogue_prices` on a sound service and on faulty ones."""

from typing import Any

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_row, responses

ONE = {"currency": "USD", "amount": "1.0"}


def cheaper(row: Body) -> Body:
    """A product whose prices are one cent."""
    return {**row, "prices": [{**price, "amount": "0.01"} for price in row["prices"]]}


def volume(row: Body) -> Body:
    """A product whose tiers are declared to apply to all units."""
    return {**row, "prices": [{**price, "model": "VOLUME_ORDER"} for price in row["prices"]]}


def details(body: Body, **changed: Any) -> Body:
    """An estimate with something else in each of its details."""
    return {**body, "details": [{**one, **changed} for one in body["details"]]}


def no_setup(row: Body) -> Body:
    """A product whose setup fee is not listed."""
    return {**row, "prices": [price for price in row["prices"] if price["type"] != "setup"]}


def no_limits(row: Body) -> Body:
    """A product whose tiers do not say where they begin."""
    prices = [{k: v for k, v in one.items() if k != "lowerLimit"} for one in row["prices"]]
    return {**row, "prices": prices}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        responses("products.list", lambda body: each_row(body, cheaper)),
        "costs its price",
    ),
    (
        "orders.estimate",
        responses("products.list", lambda body: each_row(body, volume)),
        "costs its price",
    ),
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: details(body, extendedPrice=ONE)),
        "add up to it",
    ),
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: details(body, quantity=99.0)),
        "times its unit price",
    ),
    (
        "orders.estimate",
        responses(
            "orders.estimate", lambda body: details(body, duration={"type": "day", "duration": 1.0})
        ),
        "for one billing period",
    ),
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: details(body, description="Suite from now on")),
        "names the days",
    ),
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: details(body, type="recurring")),
        "names product, kind and term",
    ),
    (
        "orders.estimate",
        responses("products.list", lambda body: each_row(body, no_setup)),
        "costs its price",
    ),
    (
        "orders.estimate",
        responses("products.list", lambda body: each_row(body, no_limits)),
        "a limit of its own",
    ),
]


@pytest.mark.parametrize("operation", operations_of("catalogue_prices"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "catalogue_prices", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "catalogue_prices", operation)
    assert [violation for violation in found if promise in violation.promise], found
