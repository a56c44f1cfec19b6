"""`open_change` on a sound service and on faulty ones."""

from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.domain.model import Order
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import status


def _reworded(old: str, new: str) -> Break:
    """A fault in the text of conflicts."""

    def after(_: Request, response: Response) -> Response:
        if response.status != 500:
            return response
        told = str(response.body["message"]).replace(old, new)
        return replace(response, body={**response.body, "message": told})

    return Break("reworded", "has another text", after=after)


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.create", status("orders.create", 500, 409), "refused with 500"),
    ("orders.create", _reworded("1300", "1399"), "names the open one"),
    ("orders.create", _reworded("(LO)", "(AS)"), "contains the code"),
    ("orders.create", _reworded("an Upgrade/Downgrade Order", "a change"), "the known words"),
    ("orders.create", _reworded("Provisioning is in progress", "Busy"), "the known words"),
    ("orders.create", _reworded("the same order type", "any type"), "what can be done"),
    ("orders.create", _reworded("cancel the open order, or ", ""), "what can be done"),
]


@pytest.mark.parametrize("operation", operations_of("open_change"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "open_change", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "open_change", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_change_that_blocks_for_ever_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A completed change that still blocks another one breaks a promise (facts C7)."""
    monkeypatch.setattr(Order, "is_open", True)
    with client_of() as api:
        found = drive(api, "open_change", "orders.create")
    assert any("blocks no other change" in one.promise for one in found), found


def test_a_code_that_nobody_knows_promises_no_words() -> None:
    """Codes are free text: a new one in orders is not missed in the text of a conflict (E6)."""

    def after(_: Request, response: Response) -> Response:
        if not isinstance(response.body, dict) or "statusCode" not in response.body:
            return response
        return replace(response, body={**response.body, "statusCode": "PR"})

    with client_of(Break("coded", "has another code", after=after)) as api:
        assert drive(api, "open_change", "orders.create") == []
