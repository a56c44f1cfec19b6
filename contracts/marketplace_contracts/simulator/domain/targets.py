"""Find the subscription of an order, and refuse it while another order blocks it."""

from __future__ import annotations

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
            500 for a wrong state or while another order is open (facts C7).
    """
    subscription = _named(world, body)
    if subscription.customer_id != order.customer_id:
        raise not_found("Subscription", subscription.id)
    if subscription.status not in states:
        raise conflict(f"Subscription #{subscription.id} is in status {subscription.status}")
    if blocking := world.open_change(subscription.id):
        raise _blocked(subscription, blocking)
    return subscription


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


def _blocked(subscription: Subscription, blocking: Order) -> Exception:
    words = {
        "change": ("Upgrade/Downgrade Resources for", "an Upgrade/Downgrade"),
        "renewal": ("change", "a Renewal"),
        "cancellation": ("change", "a Cancellation"),
    }
    action, kind = words[blocking.type]
    state = (
        "Waiting for the renewal(AS)"
        if blocking.waits_for_renewal
        else "Provisioning is in progress(LO)"
    )
    return conflict(
        f"Cannot {action} Subscription #{subscription.id}: there is already {kind}"
        f" Order #{blocking.number} in status {state}."
    )
