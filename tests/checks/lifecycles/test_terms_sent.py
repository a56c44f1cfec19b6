"""`terms_sent` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, sends, without


def _with_text(body: Body) -> Body:
    """Read null as an empty text."""
    return {**body, "poNumber": ""} if body.get("poNumber", 1) is None else body


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        responses("orders.create", without("lastBillingDate")),
        "lastBillingDate of an order is answered",
    ),
    (
        "orders.create",
        responses("orders.get", without("placementType")),
        "placementType of an order is read",
    ),
    ("orders.create", sends("orders.create", without("ponumber")), "ponumber is taken"),
    ("orders.create", sends("orders.create", _with_text), "null is the same as absent"),
]


@pytest.mark.parametrize("operation", operations_of("terms_sent"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "terms_sent", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "terms_sent", operation)
    assert [violation for violation in found if promise in violation.promise], found
