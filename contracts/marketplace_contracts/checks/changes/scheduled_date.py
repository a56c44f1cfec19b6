"""Orders for a later day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought, read, seats
from marketplace_contracts.checks.support.periods import day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import order_line, sale
from marketplace_contracts.traffic.finding import Violation

DAYS, DAY = 9, 86_400.0


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def scheduled_date(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An order for a later day is refused or kept until then, never executed at once (F4, F5)."""
    sold, subscription = bought(api, sale(api, term="year"))
    today, present = day_of(sold.get("creationDate")), seats(subscription) or 1
    if today is None:
        return
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [order_line(api, subscription["products"][0], present + 2)],
    }
    pointer = api.contract.pointer_to("Order", "scheduledOn")
    past = f"{today - timedelta(days=1)}"
    for wrong in (past, "some day", "2026-02-31"):
        found = api.call(operation, body={**body, "scheduledOn": wrong})
        if found.ok:
            promise = "an order for a day that cannot come is refused"
            yield Violation(promise, f"status {found.status} for {wrong}", pointer)
            return
    found = api.call(operation, body={**body, "scheduledOn": f"{today + timedelta(days=DAYS)}"})
    if found.ok:
        yield from _waits(api, subscription, dict(found.json), today, present)


def _waits(
    api: ApiClient, subscription: Row, order: Row, today: date, present: int
) -> Iterator[Violation]:
    """Look at an accepted order on each day until it is due, and a day later."""
    pointer = api.contract.pointer_to("Order", "scheduledOn")
    wanted = f"{today + timedelta(days=DAYS)}"
    if order.get("scheduledOn") != wanted:
        observed = f"{api.contract.show(order.get('scheduledOn'))}, not {wanted}"
        yield Violation("an order says for which day it is", observed, pointer)
    api.advance((DAYS - 2) * DAY)
    yield from _seats(api, subscription, order, present, "before its day")
    api.advance(3 * DAY)
    yield from _seats(api, subscription, order, present + 2, "after its day")


def _seats(
    api: ApiClient, subscription: Row, order: Row, wanted: int, when: str
) -> Iterator[Violation]:
    now = api.json("subscriptions.get", {"id": str(subscription["id"])})
    state = read(api, order).get("status")
    done = state == "completed"
    if seats(now) != wanted or done != (when == "after its day"):
        observed = f"{seats(now)} seats and the order {state} {when}"
        pointer = api.contract.pointer_to("Order", "scheduledOn")
        yield Violation("an order for a later day is executed on that day", observed, pointer)
