"""`change_amounts` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, without


def other_sign(body: Body) -> Body:
    """A change whose amounts have the other sign."""
    if body["type"] != "change":
        return body
    amount = body["total"]["amount"]
    other = amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"
    return {**body, "total": {**body["total"], "amount": other}}


def always_recurring(body: Body) -> Body:
    """A change whose price lines are the same for more and for fewer seats."""
    return {**body, "details": [{**one, "type": "recurring"} for one in body["details"]]}


def called_downgrade(body: Body) -> Body:
    """An estimate that calls each change a downgrade."""
    return {**body, "details": [{**one, "type": "downgrade"} for one in body["details"]]}


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", responses("orders.create", other_sign), "costs its difference"),
    ("orders.create", responses("orders.create", without("details")), "costs its difference"),
    ("orders.create", responses("orders.create", always_recurring), "is called a downgrade"),
    ("orders.create", responses("orders.estimate", called_downgrade), "no other one"),
]


@pytest.mark.parametrize("operation", operations_of("change_amounts"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "change_amounts", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "change_amounts", operation)
    assert [violation for violation in found if promise in violation.promise], found
