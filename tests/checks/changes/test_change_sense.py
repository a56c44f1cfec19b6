"""`change_sense` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses


def unsigned_sense(body: Body) -> Body:
    """A change whose difference has lost its sign."""
    lines = [line | {"quantity": abs(line["quantity"])} for line in body.get("products") or []]
    return {**body, "products": lines} if body["type"] == "change" else body


def starts_at_once(body: Body) -> Body:
    """A change at renewal whose price lines begin on the day on which it was placed."""
    text = "Suite Recurring (1 Month(s) term) from 2026-11-02 through 2026-12-01"
    details = [{**one, "description": text} for one in body.get("details") or []]
    return {**body, "details": details} if body.get("scheduledOn") else body


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", responses("orders.get", unsigned_sense), "signed difference"),
    ("orders.create", responses("orders.create", starts_at_once), "when its order takes effect"),
]


@pytest.mark.parametrize("operation", operations_of("change_sense"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "change_sense", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "change_sense", operation)
    assert [violation for violation in found if promise in violation.promise], found
