"""Change orders: they are sent with a total quantity and returned with a difference.

Example: with 18 seats, a change to 10 is returned as -8 (facts F3).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace_contracts.simulator.domain.catalog import find_product, quantity_of
from marketplace_contracts.simulator.domain.errors import bad_request
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import (
    Order,
    OrderLine,
    Product,
    Seats,
    Subscription,
)
from marketplace_contracts.simulator.domain.orders.charges import change_charges, recurring_charges
from marketplace_contracts.simulator.domain.orders.targets import scheduled_day, subscription_for
from marketplace_contracts.simulator.domain.pricing import PriceList
from marketplace_contracts.simulator.domain.world import World


def draft_change(world: World, body: JsonObject, order: Order) -> None:
    """Fill in a change order (facts E8, F3, F5).

    Raises:
        Rejected: As `subscription_for` and `find_product` do; 400 for quantities out of range.
    """
    subscription = subscription_for(world, body, order, ("active",))
    order.subscription_id = subscription.id
    if not body.get("products"):
        raise bad_request("products: an order of type change needs them")
    order.scheduled = scheduled_day(order, subscription)
    starts = order.scheduled or order.created.date()
    for entry in body["products"]:
        order.lines.append(_change_line(world, subscription, order, entry, starts))


def _change_line(
    world: World, subscription: Subscription, order: Order, entry: JsonObject, starts: date
) -> OrderLine:
    seats = _seats(world, subscription, entry)
    becomes = _switched(world, subscription, entry)
    product = becomes or seats.product
    target = quantity_of(entry, product, product.minimum)
    price, agreed = _price(seats, becomes, entry)
    if order.waits_for_renewal:
        shown, charges = target, recurring_charges(target, price)
    else:
        shown = target - seats.quantity
        charges = change_charges(subscription.plan, price, seats.quantity, target)
    return OrderLine(
        seats.product, shown, charges, starts, target, becomes, agreed, subscription.id
    )


def _seats(world: World, subscription: Subscription, entry: JsonObject) -> Seats:
    """Return the seats to change; zero seats if a product of the same plan is added."""
    mpn, identifier = entry.get("mpn"), entry.get("id")
    if mpn is None and identifier is None:
        raise bad_request("products: a product needs mpn or id")
    if seats := subscription.find(mpn, identifier):
        return seats
    product = find_product(world, {"mpn": mpn, "id": identifier}, subscription.plan)
    return Seats(product, 0, product.price, product.cost)


def _switched(world: World, subscription: Subscription, entry: JsonObject) -> Product | None:
    """Return the product to switch to, with the periods of the subscription (facts E7)."""
    wanted: dict[str, Any] = {"mpn": entry.get("newMPN"), "id": entry.get("newId")}
    if wanted["mpn"] is None and wanted["id"] is None:
        return None
    wanted["subscriptionPeriod"] = subscription.plan.period.document()
    wanted["billingPeriod"] = subscription.plan.billing_period.document()
    return find_product(world, wanted)


def _price(
    seats: Seats, becomes: Product | None, entry: JsonObject
) -> tuple[PriceList, PriceList | None]:
    """Return the price to charge, and the new price of the seats if it changes."""
    if "specialPrice" in entry:
        agreed = PriceList.read(entry["specialPrice"])
        return agreed, agreed
    if becomes:
        return becomes.price, becomes.price
    return seats.price, None
