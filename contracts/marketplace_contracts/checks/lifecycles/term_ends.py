"""The end of a term."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.lifecycles.ends import ENDED
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    bought,
    change,
    read,
    renewed,
    seats,
    status_pointer,
    subscription_ids,
    successors,
)
from marketplace_contracts.checks.support.row_values import later, moment
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Skipped, Violation

DAY = 86_400.0
LEAVING = 23  # seats that no other sale of the checks has
LONGEST = 40  # days; longer terms are not waited for


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def term_ends(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A subscription ends with its term or renews with its scheduled change (facts E11)."""
    (sold, staying), leaving = bought(api), bought(api, sale(api, LEAVING))[1]
    known = subscription_ids(api, staying["customerId"])
    days = _days(staying)
    if days is None or days > LONGEST:
        raise Skipped(f"a term of {days} days is not waited for")
    order = change(api, staying, (seats(staying) or 0) + 4, scheduledOn="renewal")
    ids = {"id": str(leaving["id"])}
    api.json("subscriptions.update", ids, body={"renewalStatus": False})
    api.advance((days + 2) * DAY)
    now = renewed(api, staying, known, (seats(staying) or 0) + 4)
    yield from _renewed(api, staying, now, order)
    yield from _by_an_order(api, sold)
    old = api.json("subscriptions.get", {"id": str(staying["id"])})
    if old.get("status") in ENDED and old.get("renewalStatus"):
        pointer = api.contract.pointer_to("Subscription", "renewalStatus")
        yield Violation("what has ended does not renew", api.contract.show(old), pointer)
    left = api.json("subscriptions.get", ids).get("status")
    if any(seats(new) == LEAVING for new in successors(api, leaving, known)):
        left = "renewed by a new subscription"
    if left not in ENDED:
        pointer = api.contract.pointer_to("Subscription", "renewalStatus")
        yield Violation("without renewal a subscription ends with its term", str(left), pointer)


def _by_an_order(api: ApiClient, sold: Row) -> Iterator[Violation]:
    """An automatic renewal is an order that repeats the PO number of the sale (facts E6, E8)."""
    query = {"subscriptionId": str(sold["subscriptionId"])}
    orders = [read(api, row) for row in api.page("orders.list", query).rows]
    stated = [
        [one.get("poNumber"), one.get("status")] for one in orders if one["type"] == "renewal"
    ]
    if stated != [[sold.get("poNumber"), "completed"]]:
        observed = f"{api.contract.show(stated)}; the sale had {sold.get('poNumber')}"
        pointer = api.contract.pointer_to("OrderNotes", "poNumber")
        yield Violation("a renewal is an order with the PO number of the sale", observed, pointer)


def _days(subscription: Row) -> int | None:
    """Return the length of the term in days."""
    first, last = (moment(str(subscription.get(n))) for n in ("creationDate", "renewalDate"))
    return (last - first).days if first and last else None


def _renewed(api: ApiClient, before: Row, now: Row, order: Row) -> Iterator[Violation]:
    pointer = api.contract.pointer_to("Subscription", "renewalStatus")
    shown = api.contract.show({name: now.get(name) for name in ("status", "renewalDate")})
    if now.get("status") != "active" or not later(now, before, "renewalDate"):
        yield Violation("with renewal a subscription goes on after its term", shown, pointer)
    if read(api, order).get("status") != "completed":
        observed = str(read(api, order).get("status"))
        yield Violation(
            "a change scheduled on renewal is completed then", observed, status_pointer(api)
        )
    wanted = (seats(before) or 0) + 4
    if seats(now) != wanted:
        observed = f"{seats(now)} seats, {wanted} ordered"
        rule = api.contract.pointer_to("OrderLine", "quantity")
        yield Violation("a change at renewal leaves the total that was ordered", observed, rule)
