"""`estimate_agrees` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, each_line, responses, without


def dearer(body: Body) -> Body:
    """A price that is another one."""
    return {**body, "total": {**body["total"], "amount": "1.00"}}


def estimate_as_order(request: Request) -> Request:
    """A service that places an order for an estimate, and returns no rows of the list."""
    estimates = request.operation == "orders.estimate"
    return replace(request, operation="orders.create") if estimates else request


def estimate_placed() -> Break:
    """A fault that commits what was only to be estimated."""
    return Break("committed", "an estimate is placed", before=estimate_as_order)


def no_rows(body: Body) -> Body:
    """A list that has a total and no rows."""
    return {**body, "data": []}


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", responses("orders.estimate", dearer), "total of the order"),
    (
        "orders.create",
        responses("orders.estimate", lambda body: {**body, "poNumber": "PO-OTHER"}),
        "poNumber of the order is that of the estimate",
    ),
    (
        "orders.create",
        responses("orders.estimate", without("details")),
        "details of the order is that of the estimate",
    ),
    (
        "orders.create",
        responses("orders.create", lambda body: each_line(body, extendedPrice=None)),
        "products of the order is that of the estimate",
    ),
    (
        "orders.create",
        estimate_placed(),
        "an estimate places no order",
    ),
]


@pytest.mark.parametrize("operation", operations_of("estimate_agrees"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "estimate_agrees", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "estimate_agrees", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_an_empty_list_still_has_its_total() -> None:
    """The number of orders is read from each page, also from one without rows."""
    faults = (estimate_placed(), responses("orders.list", no_rows))
    with client_of(*faults) as api:
        found = drive(api, "estimate_agrees", "orders.create")
    assert [one for one in found if "places no order" in one.promise], found


@pytest.mark.parametrize("name", ["type", "customerId", "poNumber"])
def test_an_estimate_need_not_repeat_what_was_sent(name: str) -> None:
    """An estimate without a property of its request agrees with the order (facts E9)."""
    with client_of(responses("orders.estimate", without(name))) as api:
        assert drive(api, "estimate_agrees", "orders.create") == []
