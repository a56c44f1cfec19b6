"""Changing seats: from a wish to an absolute quantity, or a refusal that says why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from cloud_marketplace_api.api.orders import orders_get, orders_list
from cloud_marketplace_api.api.subscriptions import subscriptions_get

from cloud_marketplace._engine.steps import Flow, run_in_thread, send_call
from cloud_marketplace._pagination.cursor import collect
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intent_store import Intent, IntentStore, State
from cloud_marketplace._workflows.order_matching import is_open, subscriptions_in
from cloud_marketplace._workflows.place_order import Placing, scope_of
from cloud_marketplace._workflows.wait_for_order import PATIENCE, wait
from cloud_marketplace.errors import IntentConflict, SeatChangeRefused
from cloud_marketplace.quantities import exact

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, Subscription, SubscriptionProduct


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of the seats of a subscription.

    Attributes:
        subscription_id: The subscription.
        to: Seats there are to be.
        by: Seats more, or less where negative; one of the two is given.
        mpn: Which product, where the subscription has several.
        product_id: The same, where the MPN is not enough.
        po_number: PO number of the order; None takes the reference.
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
            ValueError: If not exactly one of `to` and `by` is given, or it makes no sense.
        """
        given = self.to if self.by is None else self.by
        if (self.to is None) == (self.by is None):
            raise ValueError("give either to or by")
        if isinstance(given, bool) or not isinstance(given, int):
            raise ValueError("seats are a whole number")  # noqa: TRY004 - the value is wrong
        if self.by == 0 or (self.to is not None and self.to < 0):
            raise ValueError("seats are at least 0, and a change is not 0")


@dataclass(frozen=True, slots=True)
class Ordering:
    """How the change is to be ordered.

    Attributes:
        store: Where intents are kept.
        reference: The caller's own name for the change.
        waits: Whether to wait until it is done.
        timeout: Seconds to wait for that; None takes `waiting.PATIENCE`.
    """

    store: IntentStore
    reference: str
    waits: bool = False
    timeout: float | None = None


def change(context: Context, wish: Wish, how: Ordering) -> Flow[Order]:
    """Change seats by one order, once.

    The absolute quantity is kept with the intent: after a crash the same wish leads to the same
    order, although the present seats may be others by then.

    Raises:
        SeatChangeRefused: If the change is not safe; nothing was sent.
        IntentConflict: If the reference stands for something else.
        MarketplaceError: As `orders.place`, and `orders.wait` where that is asked for.
    """
    scope = scope_of(context)
    known = yield from run_in_thread(partial(how.store.read, scope, how.reference))
    if known and known.state is not State.WRITTEN:
        body = _noted(known, wish)
    else:
        body = yield from _plan(wish)
    note = json.dumps({"wish": asdict(wish), "body": body})
    placing = Placing(context, how.store, body, reference=how.reference, note=note)
    order = yield from placing.place()
    if not how.waits:
        return order
    return (yield from wait(context, order.id, how.timeout or PATIENCE))


def _noted(known: Intent, wish: Wish) -> dict[str, Any]:
    """Take up the order that was sent for the same wish."""
    note = json.loads(known.note) if known.note else {}
    if note.get("wish") != asdict(wish):
        raise IntentConflict(f"the reference {known.reference!r} stands for something else")
    body: dict[str, Any] = note["body"]
    return body


def _plan(wish: Wish) -> Flow[dict[str, Any]]:
    """Make the order, from what the subscription is once no other order is open."""
    yield from _check_open(wish.subscription_id)
    subscription = yield from send_call(subscriptions_get.call(wish.subscription_id))
    if str(subscription.status) != "active":
        raise _refused("not-active", f"the subscription is {subscription.status}")
    return order_for(subscription, choose(subscription, wish), wish)


def choose(subscription: Subscription, wish: Wish) -> SubscriptionProduct:
    """Find the one product that a wish is about.

    Raises:
        SeatChangeRefused: If there is none, or it could be several.
    """
    products = subscription.products
    if not isinstance(products, list) or not products:
        raise _refused("no-seats", "the subscription has no seats, as metered ones have none")
    found = [
        product
        for product in products
        if wish.mpn in (None, product.mpn) and wish.product_id in (None, product.id)
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{product.mpn} (id {product.id or 'unknown'})" for product in products)
    what = "several of its products are meant" if found else "none of its products is meant"
    raise _refused("ambiguous", f"{what}; there are {names}")


def order_for(
    subscription: Subscription, product: SubscriptionProduct, wish: Wish
) -> dict[str, Any]:
    """Make the change order, whose quantity is the new total (facts E7).

    Raises:
        SeatChangeRefused: If the seats are not known, would be fewer than none, or stay the same.
    """
    number = exact(product.quantity)
    if number is None or number != int(number):
        raise _refused("ambiguous", f"the present quantity of {product.mpn} is no whole number")
    present = int(number)
    target = wish.to if wish.to is not None else present + (wish.by or 0)
    if target < 0:
        raise _refused("out-of-range", f"there are {present} seats only", seats=present)
    if target == present:
        raise _refused("unchanged", f"there are {present} seats already", seats=present)
    line: dict[str, Any] = {"mpn": product.mpn, "quantity": target}
    if wish.product_id is not None:
        line["id"] = wish.product_id
    body = {
        "type": "change",
        "customerId": subscription.customer_id,
        "subscriptionId": wish.subscription_id,
        "products": [line],
    }
    return body | ({"poNumber": wish.po_number} if wish.po_number else {})


def _check_open(subscription_id: str) -> Flow[None]:
    """Refuse while another order for the subscription is open (facts C7).

    Its rows do not name the subscription, so each open order is read: should the service ignore
    the filter (facts D9), the orders of others are no obstacle.
    """
    call = orders_list.call(subscription_id=subscription_id, limit=500)
    rows = yield from collect(call, is_open)
    for row in rows:
        order = yield from send_call(orders_get.call(row.id))
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


_ADVICE = {
    "open-order": "Wait for the open order to end, then change the seats; nothing was sent.",
    "ambiguous": "Say which product is meant with mpn or product_id; nothing was sent.",
    "no-seats": "Look at the subscription: it can't be changed by seats; nothing was sent.",
    "not-active": "Look at the subscription: only active ones can be changed; nothing was sent.",
    "unchanged": "Do nothing: the seats are what you want; nothing was sent.",
    "out-of-range": "Take fewer seats away; nothing was sent.",
}
