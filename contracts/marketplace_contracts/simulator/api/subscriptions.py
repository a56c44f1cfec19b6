"""Handlers of subscriptions, and subscriptions as JSON (facts E11)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.pages import Rows, matches, page
from marketplace_contracts.simulator.domain.errors import bad_request, conflict, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Seats, Subscription
from marketplace_contracts.simulator.domain.pricing import PriceList, add_up, money

ENDED = ("terminated", "removed")


def list_subscriptions(call: Call) -> JsonObject:
    """Handle `subscriptions.list`: rows without products; ended ones are included (facts E11)."""
    status, customer = call.text("status"), call.text("customerId")
    first, last = call.day("creationDateFrom"), call.day("creationDateTo")

    def keep(subscription: Subscription) -> bool:
        return (
            matches(subscription.status, status)
            and matches(subscription.customer_id, customer)
            and _within(subscription, first, last)
        )

    filtered = any(value is not None for value in (status, customer, first, last))
    return page(call, _candidates(call), subscription_row, keep if filtered else None)


def get_subscription(call: Call) -> JsonObject:
    """Handle `subscriptions.get`."""
    return subscription_document(_find(call))


def update_subscription(call: Call) -> JsonObject:
    """Handle `subscriptions.update`: attributes, renewal, prices; never seats (facts E11)."""
    subscription = _find(call)
    changes = _price_changes(subscription, call.body.get("products", ()))
    renews = call.body.get("renewalStatus", subscription.renews)
    if call.body.get("renewalStatus") and subscription.status in ENDED:
        raise conflict(f"Subscription #{subscription.id} is in status {subscription.status}")
    subscription.attributes = call.body.get("attributes", subscription.attributes)
    subscription.renews = renews
    return _changed(call, subscription, changes)


def set_special_pricing(call: Call) -> JsonObject:
    """Handle `subscriptions.set_special_pricing`: unit prices and costs (facts E11)."""
    subscription = _find(call)
    return _changed(call, subscription, _price_changes(subscription, call.body["products"]))


def subscription_row(subscription: Subscription) -> JsonObject:
    """Return a row; pending ones lack dates or have null for them (facts F19, F20)."""
    blank, plan = subscription.blank, subscription.plan
    row = {
        "id": subscription.id,
        "name": subscription.name,
        "customerId": subscription.customer_id,
        "status": subscription.status,
        "attributes": subscription.attributes,
        "renewalStatus": subscription.renews,
        "creationDate": None if blank else subscription.created.isoformat(),
        "renewalDate": _day(subscription.renewal),
        "lastModifiedDate": _day(subscription.modified),
        "billingModel": None if blank else plan.billing_model,
        "billingPeriod": plan.billing_period.document(),
        "subscriptionPeriod": plan.period.document(),
        "planId": None if blank else plan.id,
    }
    if blank or subscription.expiration:
        row["expirationDate"] = _day(subscription.expiration)
    return row


def subscription_document(subscription: Subscription) -> JsonObject:
    """Return a subscription in full; metered ones have no products (facts F21)."""
    cost = add_up(seats.cost.total(seats.quantity) for seats in subscription.seats or ())
    document = {
        **subscription_row(subscription),
        "totalPrice": money(subscription.extended),
        "totalSubscriptionPrice": money(subscription.extended * _bills(subscription)),
        "totalSubscriptionCost": money(cost * _bills(subscription)),
        "orderParameters": _order_parameters(subscription),
        "fulfillmentParameters": [{"name": "ms_customer_id", "value": subscription.tenant}],
    }
    if subscription.seats is not None:
        document["products"] = [
            _seats_document(subscription, seats) for seats in subscription.seats
        ]
    return document


def _order_parameters(subscription: Subscription) -> list[JsonObject]:
    """Return the parameters of the order beside tenant and domain, which it may have set (E14)."""
    domain = f"customer{subscription.customer_id}.example"
    known = {"microsoft_tenant_id": subscription.tenant, "microsoft_domain": domain}
    sent = {parameter["name"] for parameter in subscription.parameters}
    shown = [{"name": n, "value": value} for n, value in known.items() if n not in sent]
    return [*shown, *subscription.parameters]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _bills(subscription: Subscription) -> Decimal:
    """Return the number of billing periods in the subscription's term."""
    plan = subscription.plan
    return Decimal(plan.period.holds(plan.billing_period))


def _seats_document(subscription: Subscription, seats: Seats) -> JsonObject:
    product = seats.product
    document = {
        "mpn": product.mpn,
        "vendor": product.plan.vendor,
        "id": product.id,
        "name": product.name,
        "quantity": seats.quantity,
        "unitPrice": seats.price.document(seats.quantity),
        "unitCost": seats.cost.document(seats.quantity),
        "extendedPrice": money(seats.extended),
        "vendorSubscriptionId": subscription.vendor_id,
    }
    if seats.provider_cost:
        document["unitProviderCost"] = money(seats.provider_cost.unit(seats.quantity))
    return document


def _find(call: Call) -> Subscription:
    subscription = call.world.subscriptions.get(call.ids["id"])
    if subscription is None:
        raise not_found("Subscription", call.ids["id"])
    return subscription


def _candidates(call: Call) -> Rows[Subscription]:
    if customer_id := call.text("customerId"):
        return call.world.subscriptions_of.get(customer_id, [])
    return call.world.subscriptions.values()


def _within(subscription: Subscription, first: date | None, last: date | None) -> bool:
    """Tell whether the creation date is in a range; a missing date is in no range."""
    if first is None and last is None:
        return True
    if subscription.blank:
        return False
    return (first or date.min) <= subscription.created <= (last or date.max)


def _price_changes(
    subscription: Subscription, entries: list[JsonObject] | tuple[()]
) -> list[tuple[Seats, JsonObject]]:
    """Return the changes by product, validated before any of them is made."""
    changes = []
    for entry in entries:
        if "quantity" in entry:
            raise bad_request("products: quantity can be changed by an order of type change only")
        mpn, identifier = entry.get("mpn"), entry.get("id")
        if mpn is None and identifier is None:
            raise bad_request("products: a product needs mpn or id")
        seats = subscription.find(mpn, identifier)
        if seats is None:
            raise not_found("Product", mpn if mpn is not None else identifier)
        changes.append((seats, _read_prices(entry)))
    return changes


def _read_prices(entry: JsonObject) -> JsonObject:
    changes: JsonObject = {}
    for key, attribute in (("unitPrice", "price"), ("unitCost", "cost")):
        if key in entry:
            changes[attribute] = PriceList.read(entry[key])
    if "unitProviderCost" in entry:
        changes["provider_cost"] = PriceList.read(entry["unitProviderCost"])
    return changes


def _changed(
    call: Call, subscription: Subscription, changes: list[tuple[Seats, JsonObject]]
) -> JsonObject:
    for seats, values in changes:
        for attribute, value in values.items():
            setattr(seats, attribute, value)
    subscription.modified = call.world.now().date()
    return subscription_document(subscription)
