"""Turn the body of an order request into a draft of the order (facts E7).

`orders.create` and `orders.estimate` share it, so that an estimate agrees with the order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from marketplace_contracts.simulator.domain.catalog import find_plan, find_product, quantity_of
from marketplace_contracts.simulator.domain.errors import bad_request, conflict, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import (
    Account,
    Migration,
    Order,
    OrderLine,
    Product,
)
from marketplace_contracts.simulator.domain.orders.changing import draft_change
from marketplace_contracts.simulator.domain.orders.charges import sale_charges
from marketplace_contracts.simulator.domain.orders.targets import scheduled_day, subscription_for
from marketplace_contracts.simulator.domain.periods import end_of_month
from marketplace_contracts.simulator.domain.pricing import PriceList, add_up
from marketplace_contracts.simulator.domain.world import World

TERMS = (
    "attributes", "lastBillingDate", "nextBillingDate", "scheduledOn", "targetSubscriptionId",
    "billingModel", "alignExpirationDate", "placementType",
)  # fmt: skip
"""Properties that are read back as they were sent, `scheduledOn` included (facts F4)."""
BUYING = ("sales", "change", "migration")
"""Types of order that a customer on hold cannot place (facts E2)."""


def draft_order(world: World, body: JsonObject, now: datetime) -> Order:
    """Return the order that a request describes, priced and without an id.

    Raises:
        Rejected: 400 for an incomplete request, 404 for an unknown object, 500 if a business
            rule forbids the order (facts C7, C10).
    """
    customer = world.customers.get(body["customerId"])
    if customer is None:
        raise not_found("Customer", body["customerId"])
    order = Order(
        type=body["type"],
        customer_id=customer.id,
        created=now,
        # One published example writes the name in lower case (facts E7).
        po_number=body.get("poNumber", body.get("ponumber")),
        terms=_terms(body),
    )
    _check_customer(customer, order)
    _DRAFTERS[order.type](world, body, order)
    if order.lines:
        order.total = add_up(line.extended for line in order.lines)
    return order


def _terms(body: JsonObject) -> JsonObject:
    terms = {name: body[name] for name in TERMS if name in body}
    if "alignExpirationDate" in terms:
        wish = terms["alignExpirationDate"]
        known = ("alignmentType", "subscriptionId")
        terms["alignExpirationDate"] = {name: wish[name] for name in known if name in wish}
    return terms


def _check_customer(customer: Account, order: Order) -> None:
    status = customer.document["status"]
    if order.type in BUYING and status not in ("active", "pending"):
        raise conflict(f"Customer {customer.id} cannot buy in status {status}")


def _draft_sale(world: World, body: JsonObject, order: Order) -> None:
    order.scheduled = scheduled_day(order, None)
    day = order.scheduled or order.created.date()
    for entry in _entries(body):
        product = find_product(
            world, {"subscriptionPeriod": body.get("subscriptionPeriod"), **entry}
        )
        order.lines.append(_sale_line(product, entry, day))
    _add_dependencies(order)
    order.aligned = _aligned(world, body, order, day)


def _draft_migration(world: World, body: JsonObject, order: Order) -> None:
    if "planId" not in body:
        raise bad_request("planId: a migration needs it")
    plan = find_plan(world, body["planId"])
    order.scheduled = scheduled_day(order, None)
    starts = date.fromisoformat(body.get("startDate", order.created.date().isoformat()))
    expires = body.get("expirationDate", plan.period.after(starts).isoformat())
    order.migration = Migration(
        plan, starts, date.fromisoformat(expires), body.get("autorenewal", True)
    )
    for entry in _entries(body):
        order.lines.append(_sale_line(find_product(world, entry, plan), entry, starts))


def _draft_renewal(world: World, body: JsonObject, order: Order) -> None:
    subscription = subscription_for(world, body, order, ("active",))
    order.subscription_id = subscription.id
    order.scheduled = scheduled_day(order, subscription)
    order.total = subscription.extended


def _draft_cancellation(world: World, body: JsonObject, order: Order) -> None:
    subscription = subscription_for(world, body, order, ("active", "hold"))
    order.subscription_id = subscription.id
    order.scheduled = scheduled_day(order, subscription)


_DRAFTERS: dict[str, Callable[[World, JsonObject, Order], None]] = {
    "sales": _draft_sale,
    "change": draft_change,
    "renewal": _draft_renewal,
    "cancellation": _draft_cancellation,
    "migration": _draft_migration,
}


def _entries(body: JsonObject) -> list[JsonObject]:
    if not body.get("products"):
        raise bad_request(f"products: an order of type {body['type']} needs them")
    entries: list[JsonObject] = body["products"]
    return entries


def _sale_line(product: Product, entry: JsonObject, day: date) -> OrderLine:
    quantity = quantity_of(entry, product, max(product.minimum, 1))
    agreed = PriceList.read(entry["specialPrice"]) if "specialPrice" in entry else None
    charges = sale_charges(product, quantity, agreed or product.price)
    parameters = [_parameter(sent) for sent in entry.get("parameters", ())]
    return OrderLine(product, quantity, charges, day, price=agreed, parameters=parameters)


def _parameter(sent: JsonObject) -> JsonObject:
    return {key: sent[key] for key in ("name", "value", "structured_value") if key in sent}


def _add_dependencies(order: Order) -> None:
    """Add the products that the ordered ones depend on (facts E4)."""
    ordered = {line.product.id for line in order.lines}
    for line in list(order.lines):
        needed = line.product.depends_on
        if needed is None or needed.id in ordered:
            continue
        ordered.add(needed.id)
        quantity = min(line.quantity, needed.maximum)
        charges = sale_charges(needed, quantity, needed.price)
        order.lines.append(OrderLine(needed, quantity, charges, line.starts))


def _aligned(world: World, body: JsonObject, order: Order, day: date) -> date | None:
    """Return the last day requested by `alignExpirationDate`, or None if it was not sent.

    Raises:
        Rejected: 400 without the type or the identifier that the type needs, 404 for an unknown
            subscription or one of another customer, 500 for one that is not active.
    """
    wish = body.get("alignExpirationDate")
    if wish is None:
        return None
    if "alignmentType" not in wish:
        raise bad_request("alignExpirationDate: alignmentType is missing")
    if wish["alignmentType"] == "MATCH_END_OF_CALENDAR_MONTH":
        return end_of_month(order.lines[0].product.plan.period.after(day))
    if "subscriptionId" not in wish:
        raise bad_request("alignExpirationDate: subscriptionId is missing")
    target = world.subscriptions.get(str(wish["subscriptionId"]))
    if target is None or target.customer_id != order.customer_id:
        raise not_found("Subscription", wish["subscriptionId"])
    if target.status != "active" or target.expiration is None:
        raise conflict(f"Subscription #{target.id} is in status {target.status}")
    return target.expiration
