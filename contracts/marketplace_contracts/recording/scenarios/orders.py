"""Scenarios of orders: their lifetime, their estimates, and their failures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloud_marketplace import Marketplace, models, money

from marketplace_contracts.recording.scenario_context import ScenarioContext
from marketplace_contracts.recording.scenarios.scenario import first, scenario

PROVISIONED = 60
"""Seconds after which an order is completed."""
DAY = 24 * 60 * 60


def a_customer(mp: Marketplace) -> str:
    """Return the id of a customer who can buy."""
    rows = mp.customers.list(limit=20).data
    return first((row.id for row in rows if row.status == "active"), "active customer")


def a_product(mp: Marketplace) -> models.Product:
    """Return a product that depends on no other and is sold by quantity."""
    rows = mp.products.list(limit=30).data
    plain = (row for row in rows if not row.depends_on and row.maximum_quantity != "1")
    return first((row for row in plain if row.subscription_period), "product to order")


def sales_order(
    customer: str, product: models.Product, quantity: int, **more: Any
) -> dict[str, Any]:
    """Return the request for a sale."""
    line = {"mpn": product.mpn, "id": product.id, "quantity": quantity}
    return {"type": "sales", "customerId": customer, "products": [line]} | more


def order_for(subscription: models.Subscription, kind: str, **more: Any) -> dict[str, Any]:
    """Return the request for an order of a subscription."""
    wanted = {"type": kind, "customerId": subscription.customer_id}
    return wanted | {"subscriptionId": subscription.id} | more


def after_provisioning(
    context: ScenarioContext, mp: Marketplace, order: models.Order
) -> models.Order:
    """Return the order after it was provisioned."""
    context.advance(PROVISIONED)
    return mp.orders.get(order.id)


def new_subscription(
    context: ScenarioContext, mp: Marketplace, quantity: int
) -> models.Subscription:
    """Return a subscription that was just bought."""
    order = after_provisioning(
        context, mp, mp.orders.create(sales_order(a_customer(mp), a_product(mp), quantity))
    )
    return mp.subscriptions.get(str(order.subscription_id))


READS = ("customers.list", "products.list", "orders.get", "subscriptions.get")


@scenario("orders.create", "subscriptions.list", *READS)
def order_life(context: ScenarioContext) -> Iterator[Any]:
    """A sale becomes a subscription, which is changed, renewed and cancelled (facts E6 to E8)."""
    mp = context.client()
    order = mp.orders.create(sales_order(a_customer(mp), a_product(mp), 5, poNumber="PO-4711"))
    yield order
    context.advance(10)
    yield mp.orders.get(order.id)
    order = after_provisioning(context, mp, order)
    yield order
    subscription = mp.subscriptions.get(str(order.subscription_id))
    yield subscription
    seats = first(subscription.products or [], "seats")
    change = order_for(subscription, "change", products=[{"mpn": seats.mpn, "quantity": 8}])
    yield after_provisioning(context, mp, mp.orders.create(change))
    yield [seat.quantity for seat in mp.subscriptions.get(subscription.id).products or []]
    yield after_provisioning(context, mp, mp.orders.create(order_for(subscription, "renewal")))
    yield mp.subscriptions.get(subscription.id).status
    # A monthly renewal makes a new subscription (facts E11).
    row = mp.subscriptions.list(customer_id=subscription.customer_id, status="active", limit=1)
    renewed = mp.subscriptions.get(row.data[0].id)
    yield renewed.renewal_date
    yield after_provisioning(context, mp, mp.orders.create(order_for(renewed, "cancellation")))
    yield mp.subscriptions.get(renewed.id)


@scenario("orders.create", *READS)
def change_down(context: ScenarioContext) -> Iterator[Any]:
    """A change asks for the new total, and reads back as a negative difference (facts F3)."""
    mp = context.client()
    subscription = new_subscription(context, mp, 6)
    mpn = first(subscription.products or [], "seats").mpn
    wanted = order_for(subscription, "change", products=[{"mpn": mpn, "quantity": "4.0"}])
    order = after_provisioning(context, mp, mp.orders.create(wanted))
    yield [row.quantity for row in order.products or []]
    yield [row.quantity for row in mp.subscriptions.get(subscription.id).products or []]


@scenario("orders.create", *READS)
def change_at_renewal(context: ScenarioContext) -> Iterator[Any]:
    """A change for the renewal stays open and reads back as the new total (facts F4, F5)."""
    mp = context.client()
    subscription = new_subscription(context, mp, 3)
    line = {"mpn": first(subscription.products or [], "seats").mpn, "quantity": 10}
    wanted = order_for(subscription, "change", products=[line], scheduledOn="renewal")
    yield after_provisioning(context, mp, mp.orders.create(wanted))


@scenario("orders.create", "orders.update", "orders.list", *READS[:3])
def order_withdrawn(context: ScenarioContext) -> Iterator[Any]:
    """An order that is still open can be checked for credit, and withdrawn (facts E6, E7)."""
    mp = context.client()
    order = mp.orders.create(sales_order(a_customer(mp), a_product(mp), 1))
    yield mp.orders.update(order.id, {"creditCheck": True})
    yield mp.orders.update(order.id, {"statusCode": "CL"})
    yield after_provisioning(context, mp, order).status
    yield mp.orders.list(order_number=order.order_number).data


@scenario("orders.create", *READS[:3])
def order_fails(context: ScenarioContext) -> Iterator[Any]:
    """An order that cannot be provisioned ends in `error` (facts E6)."""
    mp = context.client()
    order = mp.orders.create(sales_order(a_customer(mp), a_product(mp), 2, poNumber="FAIL-1"))
    yield after_provisioning(context, mp, order)


@scenario("orders.create", "orders.estimate", *READS[:2])
def estimate(context: ScenarioContext) -> Iterator[Any]:
    """An estimate costs nothing and agrees with the order that follows (facts E9)."""
    mp = context.client()
    wanted = sales_order(a_customer(mp), a_product(mp), 12)
    guess, order = mp.orders.estimate(wanted), mp.orders.create(wanted)
    yield guess
    assert guess.total, "no total"
    assert order.total, "no total"
    assert money.amount(guess.total) == money.amount(order.total), "another total"
    yield order.total


@scenario("validation.validate_parameters", "customers.list", "products.list")
def validation(context: ScenarioContext) -> Iterator[Any]:
    """Failed validation is no error; a follow-up continues its draft (facts C14, E10)."""
    mp = context.client()
    customer, product = a_customer(mp), a_product(mp)
    asked = [
        {"name": "microsoft_domain", "value": "contoso"},
        {"name": "agreement_date", "value": "2026-11-02"},
    ]
    line: dict[str, Any] = {"mpn": product.mpn, "id": product.id, "parameters": asked}
    checked = mp.validation.validate_parameters({"customerId": customer, "products": [line]})
    yield checked
    draft = first(checked.data, "validation results").draft_request_id
    better = [{"name": "microsoft_domain", "value": "fjord-outdoor"}]
    again = line | {"draftRequestId": draft, "parameters": better}
    yield mp.validation.validate_parameters({"customerId": customer, "products": [again]})
