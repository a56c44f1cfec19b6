"""The quantity of a change, as sent and as returned."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.changes.scheduled_date import begins
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought, change, read, seats, settle
from marketplace_contracts.checks.support.periods import day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import same
from marketplace_contracts.traffic.finding import Violation

MONTH = 100.0  # seconds; long for an order, short for a renewal


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def change_sense(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A change is sent as the new total and returned as the signed difference (facts F3, E8)."""
    _sale, subscription = bought(api)
    present = seats(subscription)
    if present is None:
        pointer = api.contract.pointer_to("SubscriptionProduct", "quantity")
        yield Violation("a sold subscription has seats", "none", pointer)
        return
    for difference in (3, -2):
        order = change(api, subscription, present + difference)
        yield from _reads_as(api, order, difference, "a change reads back as a signed difference")
        done = settle(api, order)[-1]
        yield from _reads_as(api, done, difference, "a change reads back as a signed difference")
        present += difference
        yield from _has(api, subscription, present)
    yield from _scheduled(api, subscription, present)


def _reads_as(api: ApiClient, order: Row, wanted: int, promise: str) -> Iterator[Violation]:
    for observed in (order, read(api, order)):
        quantities = [line.get("quantity") for line in observed.get("products") or []]
        if len(quantities) != 1 or not same(quantities[0], wanted):
            pointer = api.contract.pointer_to("OrderLine", "quantity")
            yield Violation(
                promise, f"{quantities} for {wanted:+}", pointer, operation="orders.get"
            )
            return


def _has(api: ApiClient, subscription: Row, wanted: int) -> Iterator[Violation]:
    now = seats(api.json("subscriptions.get", {"id": str(subscription["id"])}))
    if now != wanted:
        observed = f"{now} seats, {wanted} ordered"
        pointer = api.contract.pointer_to("RequestQuantity")
        yield Violation("a completed change leaves the total that was ordered", observed, pointer)


def _scheduled(api: ApiClient, subscription: Row, present: int) -> Iterator[Violation]:
    """Check that a change at renewal is returned as the new total and waits (facts F5)."""
    order = change(api, subscription, present + 4, scheduledOn="renewal")
    api.advance(MONTH)
    promise = "a change that is scheduled on renewal reads back as the target total"
    yield from _reads_as(api, order, present + 4, promise)
    due = day_of(subscription.get("renewalDate"))
    yield from begins(api, order, due)
    waiting = read(api, order)
    if waiting.get("scheduledOn") != "renewal" or waiting.get("status") == "completed":
        observed = api.contract.show({n: waiting.get(n) for n in ("scheduledOn", "status")})
        pointer = api.contract.pointer_to("Order", "scheduledOn")
        yield Violation("a scheduled change says so and waits", observed, pointer)
    yield from _has(api, subscription, present)
