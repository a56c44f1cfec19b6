"""What the quantity of a change means on the way in and on the way out."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import (
    EFFECTS,
    bought,
    change,
    places_orders,
    read,
    seats,
    settle,
)
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.other_values import same
from marketplace_contracts.service.probe import Probe, Row

MONTH = 100.0  # seconds; long for an order, short for a renewal


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def change_sense(probe: Probe, _: Operation) -> Iterator[Violation]:
    """A change takes the new total and reads back as the signed difference (facts F3, E8)."""
    _sale, subscription = bought(probe)
    present = seats(subscription)
    if present is None:
        pointer = probe.contract.pointer_to("SubscriptionProduct", "quantity")
        yield Violation("a sold subscription has seats", "none", pointer)
        return
    for difference in (3, -2):
        order = change(probe, subscription, present + difference)
        yield from _reads_as(probe, order, difference, "a change reads back as a signed difference")
        done = settle(probe, order)[-1]
        yield from _reads_as(probe, done, difference, "a change reads back as a signed difference")
        present += difference
        yield from _has(probe, subscription, present)
    yield from _scheduled(probe, subscription, present)


def _reads_as(probe: Probe, order: Row, wanted: int, promise: str) -> Iterator[Violation]:
    for observed in (order, read(probe, order)):
        quantities = [line.get("quantity") for line in observed.get("products") or []]
        if len(quantities) != 1 or not same(quantities[0], wanted):
            pointer = probe.contract.pointer_to("OrderLine", "quantity")
            yield Violation(
                promise, f"{quantities} for {wanted:+}", pointer, operation="orders.get"
            )
            return


def _has(probe: Probe, subscription: Row, wanted: int) -> Iterator[Violation]:
    now = seats(probe.good("subscriptions.get", {"id": str(subscription["id"])}))
    if now != wanted:
        observed = f"{now} seats, {wanted} ordered"
        pointer = probe.contract.pointer_to("RequestQuantity")
        yield Violation("a completed change leaves the total that was ordered", observed, pointer)


def _scheduled(probe: Probe, subscription: Row, present: int) -> Iterator[Violation]:
    """A change at renewal reads back as the target total and waits (facts F5)."""
    order = change(probe, subscription, present + 4, scheduledOn="renewal")
    probe.advance(MONTH)
    promise = "a change that is scheduled on renewal reads back as the target total"
    yield from _reads_as(probe, order, present + 4, promise)
    waiting = read(probe, order)
    if waiting.get("scheduledOn") != "renewal" or waiting.get("status") == "completed":
        observed = probe.contract.show({n: waiting.get(n) for n in ("scheduledOn", "status")})
        pointer = probe.contract.pointer_to("Order", "scheduledOn")
        yield Violation("a scheduled change says so and waits", observed, pointer)
    yield from _has(probe, subscription, present)
