"""Change seats: from a difference or total to an order, or a refusal with its reason."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.api.orders import orders_get, orders_list
from cloud_marketplace_api.api.subscriptions import subscriptions_get

from cloud_marketplace._engine.steps import Flow, send_call
from cloud_marketplace._pagination.cursor import collect
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intent_store import IntentStore
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.intents.intent_access import IntentAccess
from cloud_marketplace._workflows.order_matching import checked_row, is_open, subscriptions_in
from cloud_marketplace._workflows.order_request import (
    check_reference,
    context_scope,
    plan_order,
)
from cloud_marketplace._workflows.place_order import OrderPlacement
from cloud_marketplace._workflows.search.search_deadline import SearchDeadline
from cloud_marketplace._workflows.wait_for_order import WAIT_TIMEOUT, wait_for_order
from cloud_marketplace.errors import IntentConflict, NotSent, ResponseMismatch, SeatChangeRefused
from cloud_marketplace.quantities import exact

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, Subscription, SubscriptionProduct

_MOST_SEATS: Final = 10**9
"""Largest number of seats; more are a mistake of the caller or the service."""

_SHORTEST: Final = 0.001  # seconds to order when time is up: nothing is sent then


@dataclass(frozen=True, slots=True)
class SeatChange:
    """How the seats of a subscription are to change.

    Attributes:
        subscription_id: The subscription.
        to: The new number of seats.
        by: The difference, negative for fewer seats; one of the two is given.
        mpn: Which product, if the subscription has several.
        product_id: The same, if the MPN is not enough.
        po_number: PO number of the order; None uses the reference.
    """

    subscription_id: str
    to: int | None = None
    by: int | None = None
    mpn: str | None = None
    product_id: str | None = None
    po_number: str | None = None

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            TypeError: If a text is given as something else.
            ValueError: If not exactly one of `to` and `by` is given, or it makes no sense.
        """
        for name in ("mpn", "product_id", "po_number"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a text, not {type(value).__name__}")
        given = self.to if self.by is None else self.by
        if (self.to is None) == (self.by is None):
            raise ValueError("give either to or by")
        if isinstance(given, bool) or not isinstance(given, int):
            raise ValueError("seats are a whole number")  # noqa: TRY004 - the value is wrong
        if self.by == 0 or (self.to is not None and self.to < 0):
            raise ValueError("seats are at least 0, and a change is not 0")
        if abs(given) > _MOST_SEATS:
            raise ValueError(f"seats are at most {_MOST_SEATS}")


@dataclass(frozen=True, slots=True)
class Ordering:
    """How the change is to be ordered.

    Attributes:
        store: Where intents are recorded.
        reference: The caller's own name for the change.
        waits: Whether to wait until it is completed.
        timeout: Seconds for all of it. None uses the client's setting to look and to order, and
            `WAIT_TIMEOUT` to wait.
    """

    store: IntentStore
    reference: str
    waits: bool = False
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class _SeatOrder:
    """The order of a change.

    Attributes:
        body: Its JSON.
        seats: The seats before; None if an old record lacks them.
    """

    body: dict[str, Any]
    seats: int | None


def change_seats(context: Context, change: SeatChange, how: Ordering) -> Flow[Order]:
    """Change seats by one order, once.

    The new total is recorded with the intent: after a crash the same change leads to the same
    order, although the subscription may have other seats by then.

    Raises:
        SeatChangeRefused: If the change is not safe; nothing was sent.
        IntentConflict: If the reference stands for something else.
        MarketplaceError: As `orders.place`, and `orders.wait` if that is asked for.
    """
    given = how.timeout or (None if how.waits else context.settings.timeout)
    deadline = SearchDeadline(context.clock, context.wall, given)
    scope = context_scope(context)
    access = IntentAccess(how.store, scope, check_reference(how.reference), deadline)
    known = yield from access.read()
    is_known = known is not None and known.state is not State.WRITTEN
    if known and is_known:
        seat_order = _recorded(known, change)
    else:
        seat_order = yield from _plan(change, deadline)
    try:
        order = yield from _place(context, change, how, seat_order, deadline)
    except IntentConflict:
        # Another process may have placed the same change since this one read the seats.
        known = yield from access.read()
        if known is None or known.state is State.WRITTEN or is_known:
            raise
        order = yield from _place(context, change, how, _recorded(known, change), deadline)
    if not how.waits:
        return order
    left = WAIT_TIMEOUT if how.timeout is None else deadline.left()
    return (yield from wait_for_order(context, order.id, left, order))


def _place(
    context: Context,
    change: SeatChange,
    how: Ordering,
    seat_order: _SeatOrder,
    deadline: SearchDeadline,
) -> Flow[Order]:
    # records of the first version call it `wish`
    note = {"wish": asdict(change), "body": seat_order.body, "seats": seat_order.seats}
    plan = plan_order(
        context,
        seat_order.body,
        how.reference,
        note=json.dumps(note),
        seats_before=seat_order.seats,
    )
    left = deadline.within()
    timeout = None if left is None else max(left, _SHORTEST)
    return (yield from OrderPlacement(context, how.store, plan, timeout).place())


def _recorded(known: Intent, change: SeatChange) -> _SeatOrder:
    """Return the order that was sent for the same change.

    Raises:
        IntentConflict: If the reference stands for something else.
    """
    try:
        note = json.loads(known.note) if known.note else {}
        if note.get("wish") == asdict(change):
            return _SeatOrder(dict(note["body"]), note.get("seats"))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass  # a damaged note also stands for another change
    raise IntentConflict(
        f"the reference {known.reference!r} stands for something else",
        operation="subscriptions.change_seats",
    )


def _plan(change: SeatChange, deadline: SearchDeadline) -> Flow[_SeatOrder]:
    """Make the order from the present seats, once no other order is open.

    Raises:
        NotSent: If there is no time left to order.
    """
    yield from _check_open(change.subscription_id, deadline)
    call = subscriptions_get.call(change.subscription_id)
    subscription = yield from send_call(call, within=deadline.within())
    if str(subscription.status) != "active":
        raise _refused("not-active", f"the subscription is {subscription.status}")
    product = choose(subscription, change)
    if not deadline.left():
        raise NotSent(
            "time was up before the seats could be ordered",
            advice="Give the change more time; nothing was sent.",
            operation="subscriptions.change_seats",
        )
    return _SeatOrder(order_for(subscription, product, change), seats_of(product))


def choose(subscription: Subscription, change: SeatChange) -> SubscriptionProduct:
    """Find the one product that a change is about.

    Raises:
        SeatChangeRefused: If there is none, or it could be several.
        ResponseMismatch: If the products can't be read.
    """
    products: object = subscription.products
    if not isinstance(products, list) or not products:
        raise _refused("no-seats", "the subscription has no seats, like all metered ones")
    if not all(hasattr(product, "mpn") for product in products):
        raise ResponseMismatch("a product is not an object", operation="subscriptions.get")
    found: list[SubscriptionProduct] = [
        product
        for product in products
        if change.mpn in (None, product.mpn) and change.product_id in (None, product.id)
    ]
    if len(found) != 1:
        names = ", ".join(
            f"{each.mpn or 'no MPN'} (id {each.id or 'unknown'})" for each in products
        )
        what = "several of its products are meant" if found else "none of its products is meant"
        raise _refused("ambiguous", f"{what}; the products are {names}")
    if not found[0].mpn:
        raise _refused("ambiguous", "the product has no MPN, by which it could be ordered")
    return found[0]


def seats_of(product: SubscriptionProduct) -> int:
    """Return the present seats.

    Raises:
        SeatChangeRefused: If they are not known.
    """
    number = exact(product.quantity)
    usable = number is not None and abs(number) <= _MOST_SEATS and number == number.to_integral()
    if number is None or not usable:
        raise _refused("ambiguous", f"the quantity of {product.mpn} is not a whole number")
    return int(number)


def order_for(
    subscription: Subscription, product: SubscriptionProduct, change: SeatChange
) -> dict[str, Any]:
    """Make the change order, whose quantity is the new total.

    Raises:
        SeatChangeRefused: If the seats are not known, would be fewer than none, or stay the same.
    """
    present = seats_of(product)
    target = change.to if change.to is not None else present + (change.by or 0)
    if target < 0:
        raise _refused("out-of-range", f"there are only {present} seats", seats=present)
    if target == present:
        raise _refused("unchanged", f"there are {present} seats already", seats=present)
    line: dict[str, Any] = {"mpn": product.mpn, "quantity": target}
    if change.product_id is not None:
        line["id"] = change.product_id
    body = {
        "type": "change",
        "customerId": subscription.customer_id,
        "subscriptionId": change.subscription_id,
        "products": [line],
    }
    return body | ({"poNumber": change.po_number} if change.po_number else {})


def _check_open(subscription_id: str, deadline: SearchDeadline) -> Flow[None]:
    """Refuse while another order for the subscription is open.

    The rows of the list do not name the subscription, so each open order is read: should the
    service ignore the filter, the orders of other subscriptions are no obstacle.
    """
    call = orders_list.call(subscription_id=subscription_id, limit=500)
    rows = yield from collect(call, lambda row: is_open(checked_row(row)), within=deadline.within)
    for row in rows:
        order = yield from send_call(orders_get.call(row.id), within=deadline.within())
        named = subscriptions_in(order)
        if not is_open(order) or (named and subscription_id not in named):
            continue
        when = " and waits for the renewal" if order.scheduled_on else ""
        refusal = _refused("open-order", f"order {order.order_number} is open{when}")
        refusal.order_id = order.id
        raise refusal


def _refused(reason: str, message: str, seats: int | None = None) -> SeatChangeRefused:
    error = SeatChangeRefused(
        message, operation="subscriptions.change_seats", advice=_ADVICE[reason]
    )
    error.reason, error.seats = reason, seats
    return error


_ADVICE: Final = {
    "open-order": "Wait for the open order to end, then change the seats; nothing was sent.",
    "ambiguous": "Name the product with mpn or product_id; nothing was sent.",
    "no-seats": "Look at the subscription: it can't be changed by seats; nothing was sent.",
    "not-active": "Look at the subscription: only active ones can be changed; nothing was sent.",
    "unchanged": "Do nothing: the seats are as wanted; nothing was sent.",
    "out-of-range": "Take fewer seats away; nothing was sent.",
}
