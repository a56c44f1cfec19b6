"""`alignment` on a sound service and on faulty ones."""

from collections.abc import Callable

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import NUMBERS, Body, responses, sends, without


def ends(day: str) -> Callable[[Body], Body]:
    """A subscription that ends on another day."""
    return lambda body: {**body, "expirationDate": day}


def ends_in_turn(body: Body) -> Body:
    """Subscriptions that each end on another day."""
    return {**body, "expirationDate": f"20{10 + next(NUMBERS) % 80}-01-31"}


def _of_its_own(body: Body) -> Body:
    """An order that ends with the month where it does not say with what it is aligned."""
    wish = body.get("alignExpirationDate")
    month = {"alignmentType": "MATCH_END_OF_CALENDAR_MONTH"}
    return (
        body if wish is None or "subscriptionId" in wish else {**body, "alignExpirationDate": month}
    )


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.create",
        sends("orders.create", without("alignExpirationDate")),
        "says what it is aligned with",
    ),
    ("orders.create", sends("orders.estimate", without("alignExpirationDate")), "names the day"),
    ("orders.create", responses("subscriptions.get", ends("2027-12-30")), "ends with the month"),
    ("orders.create", responses("subscriptions.get", ends("2028-01-31")), "ends with the month"),
    ("orders.create", responses("subscriptions.get", ends_in_turn), "ends with the other"),
    ("orders.create", sends("orders.estimate", _of_its_own), "is refused by name"),
]


@pytest.mark.parametrize("operation", operations_of("alignment"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "alignment", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "alignment", operation)
    assert [violation for violation in found if promise in violation.promise], found
