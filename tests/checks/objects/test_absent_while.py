"""`absent_while` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made, page


def report(**more: str) -> Interaction:
    """A report in full."""
    return made("reports.get", {"id": "r", "name": "Orders", **more}, ids={"reportId": "r"})


def order(**more: str | None) -> Interaction:
    """A list of one order."""
    return made("orders.list", page([{"id": "1", "orderNumber": "SO1", **more}]))


def subscription(**more: str | None) -> Interaction:
    """A subscription in full."""
    return made("subscriptions.get", {"id": "1", **more}, ids={"id": "1"})


CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        report(status="completed", downloadUrl="/f"),
        report(status="processing", downloadUrl="/f"),
        "downloadUrl has no value while status is submitted or processing or error",
    ),
    (
        order(status="completed", provisioningDate="2026-11-02T08:00:00Z"),
        order(status="submitted", provisioningDate="2026-11-02T08:00:00Z"),
        "provisioningDate has no value while",
    ),
    (
        subscription(status="pending", expirationDate=None),
        subscription(status="pending", expirationDate="2026-11-02"),
        "expirationDate has no value while",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("absent_while", good) == []
    found = look("absent_while", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
