"""`scheduled_date` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, sends, without


def _sooner(body: Body) -> Body:
    """Execute an order on the day after it was placed."""
    is_dated = str(body.get("scheduledOn", "")).startswith("2026-11-1")
    return {**body, "scheduledOn": "2026-11-03"} if is_dated else body


def _sales_at_once(body: Body) -> Body:
    """Execute sales at once, without showing it."""
    return without("scheduledOn")(body) if body["type"] == "sales" else body


def _migrations_at_once(body: Body) -> Body:
    """Execute migrations at once."""
    return without("scheduledOn")(body) if body["type"] == "migration" else body


def _today(body: Body) -> Body:
    """An order whose price lines begin on the day on which it was placed."""
    text = "Suite Recurring (1 Month(s) term) from 2026-11-02 through 2026-12-01"
    return {**body, "details": [{**one, "description": text} for one in body.get("details", [])]}


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        sends("orders.create", without("scheduledOn")),
        "an impossible day",
    ),
    (
        "orders.create",
        responses("orders.create", without("scheduledOn")),
        "for which day",
    ),
    ("orders.create", sends("orders.create", _sooner), "executed on that day"),
    ("orders.create", sends("orders.create", _sales_at_once), "executed on that day"),
    ("orders.create", sends("orders.create", _migrations_at_once), "executed on that day"),
    ("orders.create", responses("orders.create", _today), "when its order takes effect"),
]


@pytest.mark.parametrize("operation", operations_of("scheduled_date"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "scheduled_date", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "scheduled_date", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_change_of_what_has_ended_meanwhile_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An order that is due after its subscription has ended is not completed (facts E6)."""
    lifecycle = "marketplace_contracts.simulator.domain.lifecycle"
    monkeypatch.setattr(f"{lifecycle}._lost_its_subscription", lambda *_: False)
    with client_of() as api:
        found = drive(api, "scheduled_date", "orders.create")
    assert any("after its subscription has ended" in one.observed for one in found), found
