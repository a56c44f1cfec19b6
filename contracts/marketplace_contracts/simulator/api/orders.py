"""Handlers of orders: list, read, place, change, estimate (facts E6 to E9)."""

from __future__ import annotations

from collections.abc import Callable

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.customers import find_reseller
from marketplace_contracts.simulator.api.order_views import (
    estimate_document,
    order_document,
    order_row,
)
from marketplace_contracts.simulator.api.pages import Rows, matches, page
from marketplace_contracts.simulator.domain.errors import bad_request, conflict, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.lifecycle import place, withdraw
from marketplace_contracts.simulator.domain.model import Order
from marketplace_contracts.simulator.domain.orders.drafting import draft_order

FILTERS = (
    "customerId", "subscriptionId", "orderNumber", "status", "statusCode",
    "creationTimeFrom", "creationTimeTo",
)  # fmt: skip


def list_orders(call: Call) -> JsonObject:
    """Handle `orders.list`: sparse rows, newest first (facts D4, F2)."""
    return page(call, _candidates(call), order_row, _filter(call))


def list_reseller_orders(call: Call) -> JsonObject:
    """Handle `resellers.list_orders`: the orders of one reseller's customers."""
    reseller = find_reseller(call)
    customers = call.world.customers
    keep = _filter(call)

    def keep_own(order: Order) -> bool:
        owner = customers[order.customer_id].reseller_id
        return owner == reseller.id and (keep is None or keep(order))

    return page(call, _candidates(call), order_row, keep_own)


def get_order(call: Call) -> JsonObject:
    """Handle `orders.get`."""
    return order_document(_find(call))


def create_order(call: Call) -> JsonObject:
    """Handle `orders.create`: accept the order; it is processed after the 200 (facts C2, E6)."""
    # Whole seconds, as in rows, so that a filter by the creation date of a row finds the row.
    now = call.world.now().replace(microsecond=0)
    order = draft_order(call.world, call.body, now)
    place(call.world, order)
    document = order_document(order)
    if call.world.sparse:
        del document["statusCode"]
    return document


def estimate_order(call: Call) -> JsonObject:
    """Handle `orders.estimate`: price the same body without committing it (facts E9)."""
    return estimate_document(draft_order(call.world, call.body, call.world.now()))


def update_order(call: Call) -> JsonObject:
    """Handle `orders.update`: set the credit check, or withdraw by code `CL` (facts E6, E7)."""
    order = _find(call)
    code = call.body.get("statusCode", order.code)
    if code != order.code:
        _move(call, order, code)
    if "creditCheck" in call.body:
        order.credit_check = call.body["creditCheck"]
    return order_document(order)


def _move(call: Call, order: Order, code: str) -> None:
    if code != "CL":
        raise bad_request("statusCode: only CL can be set")
    if not order.is_open:
        raise conflict(f"Order #{order.number} cannot be cancelled in status {order.status}")
    withdraw(call.world, order, call.world.now())


def _find(call: Call) -> Order:
    order = call.world.orders.get(call.ids["id"])
    if order is None:
        raise not_found("Order", call.ids["id"])
    return order


def _candidates(call: Call) -> Rows[Order]:
    """Return the smallest indexed collection that contains all matching orders."""
    world = call.world
    if subscription_id := call.text("subscriptionId"):
        return world.orders_of_subscription.get(subscription_id, [])
    if customer_id := call.text("customerId"):
        return world.orders_of_customer.get(customer_id, [])
    return world.orders.values()


def _filter(call: Call) -> Callable[[Order], bool] | None:
    if not any(name in call.query for name in FILTERS):
        return None
    customer, number = call.text("customerId"), call.text("orderNumber")
    subscription = call.text("subscriptionId")
    status, code = call.text("status"), call.text("statusCode")
    first, last = call.moment("creationTimeFrom"), call.moment("creationTimeTo")

    def keep(order: Order) -> bool:
        return (
            matches(order.status, status)
            and matches(order.customer_id, customer)
            and matches(order.number, number)
            and matches(order.code, code)
            and (subscription is None or _concerns(order, subscription))
            and (first is None or order.created >= first)
            and (last is None or order.created <= last)
        )

    return keep


def _concerns(order: Order, subscription_id: str) -> bool:
    lines = (line.subscription_id for line in order.lines)
    return subscription_id == order.subscription_id or subscription_id in lines
