"""`term_ends` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.domain.orders import provisioning
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import responses, sends, without

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "status": "active"}),
        "ends with its term",
    ),
    (
        "orders.create",
        sends("subscriptions.update", without("renewalStatus")),
        "ends with its term",
    ),
    (
        "orders.create",
        responses("orders.get", lambda body: {**body, "poNumber": "CC-1001"[: len(body["type"])]}),
        "an order with the PO number of the sale",
    ),
    (
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "renewalStatus": True}),
        "what has ended does not renew",
    ),
]


@pytest.mark.parametrize("operation", operations_of("term_ends"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "term_ends", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "term_ends", operation)
    assert [violation for violation in found if promise in violation.promise], found


@pytest.mark.parametrize(
    ("kind", "promise"),
    [("change", "leaves the total that was ordered"), ("renewal", "goes on after its term")],
)
def test_what_waits_for_the_renewal_is_done(
    monkeypatch: pytest.MonkeyPatch, kind: str, promise: str
) -> None:
    """An order that is completed without effect breaks the promise of the term's end."""
    monkeypatch.setitem(provisioning.EFFECTS, kind, lambda *_: None)
    with client_of() as api:
        found = drive(api, "term_ends", "orders.create")
    assert [violation for violation in found if promise in violation.promise], found
