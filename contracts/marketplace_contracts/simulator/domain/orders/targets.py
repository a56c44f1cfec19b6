"""Find the subscription of an order, and refuse it while another order blocks it."""

from __future__ import annotations

from datetime import date

from marketplace_contracts.simulator.domain.errors import bad_request, conflict, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Order, Subscription
from marketplace_contracts.simulator.domain.world import World


def subscription_for(
    world: World, body: JsonObject, order: Order, states: tuple[str, ...]
) -> Subscription:
    """Return the subscription that a change, renewal or cancellation names.

    Args:
        world: Holds the subscriptions.
        body: The request; the id is at the top or on each line (facts E7).
        order: The draft, for its customer.
        states: Allowed states of the subscription.

    Raises:
        Rejected: 400 for none or several ids, 404 for an unknown one or one of another customer,
            500 for a wrong state or while an open order blocks it (facts C7).
    """
    subscription = _named(world, body)
    if subscription.customer_id != order.customer_id:
        raise not_found("Subscription", subscription.id)
    if subscription.status not in states:
        raise conflict(f"Subscription #{subscription.id} is in status {subscription.status}")
    if blocking := blocking_order(world, subscription.id, order.type):
        raise _blocked(world, order, subscription, blocking)
    return subscription


def blocking_order(world: World, subscription_id: str, order_type: str) -> Order | None:
    """Return the open order that blocks a new order of a subscription (facts C7)."""
    any_type = world.options.conflicts == "any"
    for order in reversed(world.orders_of_subscription[subscription_id]):
        if order.is_open and (any_type or order.type == order_type):
            return order
    return None


def scheduled_day(order: Order, subscription: Subscription | None) -> date | None:
    """Return the day requested by `scheduledOn`, or None if it was not sent.

    Only `renewal` was observed (facts F4, F5). A date is kept too, so that an order with one is
    never executed at once.

    Raises:
        Rejected: 400 for another value, a day that is not in the future, or a subscription
            without a renewal.
    """
    wish = order.terms.get("scheduledOn")
    if wish is None:
        return None
    if wish == "renewal":
        if subscription is None or subscription.renewal is None:
            raise bad_request("scheduledOn: the order has no subscription that will renew")
        return subscription.renewal
    try:
        day = date.fromisoformat(wish)
    except ValueError:
        raise bad_request("scheduledOn: expected renewal or a date") from None
    if day <= order.created.date():
        raise bad_request("scheduledOn: the date must be in the future")
    return day


def _named(world: World, body: JsonObject) -> Subscription:
    named = {
        line["subscriptionId"] for line in body.get("products", ()) if "subscriptionId" in line
    }
    if "subscriptionId" in body:
        named.add(body["subscriptionId"])
    if len(named) != 1:
        raise bad_request(f"subscriptionId: expected one, found {len(named)}")
    identifier = named.pop()
    subscription = world.subscriptions.get(identifier)
    if subscription is None:
        raise not_found("Subscription", identifier)
    return subscription


def _blocked(world: World, order: Order, subscription: Subscription, blocking: Order) -> Exception:
    """Return the conflict; its text has the blocking order as GET returns it (facts C7)."""
    reach = "an order of the same order type"
    if world.options.conflicts == "any":
        reach = "another order"
    state = _STATES[blocking.status, blocking.code]
    return conflict(
        f"Cannot {_ACTIONS[order.type]} Subscription #{subscription.id}: there is already"
        f" {_KINDS[blocking.type]} Order #{blocking.number} in status {state}({blocking.code})."
        f" The open order does not permit {reach} for this subscription."
        " You can cancel the open order, or wait until it is completed."
    )


_ACTIONS = {
    "change": "Upgrade/Downgrade Resources for",
    "renewal": "Renew",
    "cancellation": "Cancel",
}
_KINDS = {
    "change": "an Upgrade/Downgrade",
    "renewal": "a Renewal",
    "cancellation": "a Cancellation",
}
_STATES = {
    ("submitted", "AS"): "Order is submitted",
    ("processing", "AS"): "Waiting for the scheduled date",
    ("processing", "LO"): "Provisioning is in progress",
}
"""States of open orders in words, by status and status code."""
