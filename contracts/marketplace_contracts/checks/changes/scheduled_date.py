"""Orders for a later day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought, change_body, read, seats
from marketplace_contracts.checks.support.periods import day_of, span_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

DAYS, DAY = 9, 86_400.0
BEFORE, AFTER = "before its day", "after its day"


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def scheduled_date(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An order for a later day is refused or kept until then, never executed at once (F4, F5)."""
    sold, subscription = bought(api, sale(api, term="year"))
    leaving = bought(api, sale(api, term="year"))[1]
    today, present = day_of(sold.get("creationDate")), seats(subscription) or 1
    if today is None:
        return
    body = change_body(api, subscription, present + 2)
    pointer = api.contract.pointer_to("Order", "scheduledOn")
    past = f"{today - timedelta(days=1)}"
    for wrong in (past, "some day", "2026-02-31"):
        found = api.call(operation, body={**body, "scheduledOn": wrong})
        if found.ok:
            promise = "an order for an impossible day is refused"
            yield Violation(promise, f"status {found.status} for {wrong}", pointer)
            return
    wanted = today + timedelta(days=DAYS)
    placed = list(_placed(api, operation, f"{wanted}", body, *_others(subscription, leaving)))
    placed += _placed(api, operation, f"{wanted}", sale(api), _migration(api, subscription))
    for order in placed:
        yield from _named(api, order, wanted)
    late = change_body(api, leaving, (seats(leaving) or 1) + 2)
    lost = list(_placed(api, operation, f"{wanted + timedelta(days=1)}", late))
    # A sale has no renewal that it could wait for, so it is refused or waits for ever.
    never = list(_placed(api, operation, "renewal", sale(api)))
    api.advance((DAYS - 2) * DAY)
    yield from _states(api, placed + never, BEFORE)
    changes = [order for order in placed if order.get("type") == "change"]
    yield from _seats(api, subscription, changes, present, BEFORE)
    api.advance(3 * DAY)
    yield from _states(api, placed, AFTER)
    if any(order.get("type") == "cancellation" for order in placed):
        yield from _states(api, lost, "after its subscription has ended")
    yield from _seats(api, subscription, changes, present + 2, AFTER)


def _others(subscription: Row, leaving: Row) -> list[Row]:
    """Return a renewal and a cancellation."""
    pairs = (("renewal", subscription), ("cancellation", leaving))
    return [
        {"type": kind, "customerId": one["customerId"], "subscriptionId": str(one["id"])}
        for kind, one in pairs
    ]


def _migration(api: ApiClient, subscription: Row) -> Row:
    return {**sale(api, term="year"), "type": "migration", "planId": str(subscription["planId"])}


def _placed(api: ApiClient, operation: Operation, when: str, *bodies: Row) -> Iterator[Row]:
    """Place orders for a later day; yield those that are accepted."""
    for body in bodies:
        found = api.call(operation, body={**body, "scheduledOn": when})
        if found.ok:
            yield dict(api.contract.described(found))


def _named(api: ApiClient, order: Row, wanted: date) -> Iterator[Violation]:
    """Check that an order says for which day it is, and that its charges begin there (E8)."""
    show = api.contract.show
    pointer = api.contract.pointer_to("Order", "scheduledOn")
    if order.get("scheduledOn") != f"{wanted}":
        observed = f"{show(order.get('scheduledOn'))}, not {wanted}"
        yield Violation("an order says for which day it is", observed, pointer)
    yield from begins(api, order, wanted)


def begins(api: ApiClient, order: Row, wanted: date | None) -> Iterator[Violation]:
    """Check that the prose of a waiting order's price lines has the day on which it is due."""
    for one in order.get("details") or []:
        text: Any = one.get("description")
        span = span_of(text)
        if order.get("type") in {"sales", "change"} and span and span[0] != wanted:
            pointer = api.contract.pointer_to("OrderDetail", "description")
            observed = f"{api.contract.show(text)}, due on {wanted}"
            yield Violation("a price line begins when its order takes effect", observed, pointer)


def _states(api: ApiClient, orders: list[Row], when: str) -> Iterator[Violation]:
    pointer = api.contract.pointer_to("Order", "scheduledOn")
    for order in orders:
        state = read(api, order).get("status")
        if (state == "completed") != (when == AFTER):
            observed = f"a {order.get('type')} is {state} {when}"
            yield Violation("an order for a later day is executed on that day", observed, pointer)


def _seats(
    api: ApiClient, subscription: Row, changes: list[Row], wanted: int, when: str
) -> Iterator[Violation]:
    """Check the seats of a subscription with a change that waits."""
    now = seats(api.json("subscriptions.get", {"id": str(subscription["id"])}))
    if changes and now != wanted:
        pointer = api.contract.pointer_to("Order", "scheduledOn")
        observed = f"{now} seats {when}"
        yield Violation("an order for a later day is executed on that day", observed, pointer)
