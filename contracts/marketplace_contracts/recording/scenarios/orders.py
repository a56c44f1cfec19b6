"""Scenarios of orders: their lives, their estimates, and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloud_marketplace import Marketplace, models, money

from marketplace_contracts.recording.scenario_context import Stage
from marketplace_contracts.recording.scenarios.scenario import first, scenario

PROVISIONED = 60
"""Seconds after which an order is through."""
DAY = 24 * 60 * 60


def buyer(mp: Marketplace) -> str:
    """A customer who can buy."""
    rows = mp.customers.list(limit=20).data
    return first((row.id for row in rows if row.status == "active"), "active customer")


def goods(mp: Marketplace) -> models.Product:
    """A product that stands on its own and is sold by the piece."""
    rows = mp.products.list(limit=30).data
    plain = (row for row in rows if not row.depends_on and row.maximum_quantity != "1")
    return first((row for row in plain if row.subscription_period), "product to order")


def sale(customer: str, product: models.Product, quantity: int, **more: Any) -> dict[str, Any]:
    """The request for a sale."""
    line = {"mpn": product.mpn, "id": product.id, "quantity": quantity}
    return {"type": "sales", "customerId": customer, "products": [line]} | more


def about(subscription: models.Subscription, kind: str, **more: Any) -> dict[str, Any]:
    """The request for an order about a subscription."""
    wanted = {"type": kind, "customerId": subscription.customer_id}
    return wanted | {"subscriptionId": subscription.id} | more


def settled(stage: Stage, mp: Marketplace, order: models.Order) -> models.Order:
    """The order after a while."""
    stage.advance(PROVISIONED)
    return mp.orders.get(order.id)


def bought(stage: Stage, mp: Marketplace, quantity: int) -> models.Subscription:
    """A subscription that was just bought."""
    order = settled(stage, mp, mp.orders.create(sale(buyer(mp), goods(mp), quantity)))
    return mp.subscriptions.get(str(order.subscription_id))


READS = ("customers.list", "products.list", "orders.get", "subscriptions.get")


@scenario("orders.create", *READS)
def order_life(stage: Stage) -> Iterator[Any]:
    """A sale becomes a subscription, which is changed, renewed and cancelled (facts E6 to E8)."""
    mp = stage.client()
    order = mp.orders.create(sale(buyer(mp), goods(mp), 5, poNumber="PO-4711"))
    yield order
    stage.advance(10)
    yield mp.orders.get(order.id)
    order = settled(stage, mp, order)
    yield order
    subscription = mp.subscriptions.get(str(order.subscription_id))
    yield subscription
    seats = first(subscription.products or [], "seats")
    change = about(subscription, "change", products=[{"mpn": seats.mpn, "quantity": 8}])
    yield settled(stage, mp, mp.orders.create(change))
    yield [seat.quantity for seat in mp.subscriptions.get(subscription.id).products or []]
    yield settled(stage, mp, mp.orders.create(about(subscription, "renewal")))
    yield mp.subscriptions.get(subscription.id).renewal_date
    yield settled(stage, mp, mp.orders.create(about(subscription, "cancellation")))
    yield mp.subscriptions.get(subscription.id)


@scenario("orders.create", *READS)
def change_down(stage: Stage) -> Iterator[Any]:
    """A change asks for the new total, and reads back as a negative difference (facts F3)."""
    mp = stage.client()
    subscription = bought(stage, mp, 6)
    mpn = first(subscription.products or [], "seats").mpn
    wanted = about(subscription, "change", products=[{"mpn": mpn, "quantity": "4.0"}])
    order = settled(stage, mp, mp.orders.create(wanted))
    yield [row.quantity for row in order.products or []]
    yield [row.quantity for row in mp.subscriptions.get(subscription.id).products or []]


@scenario("orders.create", *READS)
def change_at_renewal(stage: Stage) -> Iterator[Any]:
    """A change for the renewal stays open and reads back as the new total (facts F4, F5)."""
    mp = stage.client()
    subscription = bought(stage, mp, 3)
    line = {"mpn": first(subscription.products or [], "seats").mpn, "quantity": 10}
    wanted = about(subscription, "change", products=[line], scheduledOn="renewal")
    yield settled(stage, mp, mp.orders.create(wanted))


@scenario("orders.create", "orders.update", "orders.list", *READS[:3])
def order_withdrawn(stage: Stage) -> Iterator[Any]:
    """An order that is still open can be checked for credit, and withdrawn (facts E6, E7)."""
    mp = stage.client()
    order = mp.orders.create(sale(buyer(mp), goods(mp), 1))
    yield mp.orders.update(order.id, {"creditCheck": True})
    yield mp.orders.update(order.id, {"statusCode": "CL"})
    yield settled(stage, mp, order).status
    yield mp.orders.list(order_number=order.order_number).data


@scenario("orders.create", *READS[:3])
def order_fails(stage: Stage) -> Iterator[Any]:
    """An order that cannot be provisioned ends in `error` (facts E6)."""
    mp = stage.client()
    order = mp.orders.create(sale(buyer(mp), goods(mp), 2, poNumber="FAIL-1"))
    yield settled(stage, mp, order)


@scenario("orders.create", "orders.estimate", *READS[:2])
def estimate(stage: Stage) -> Iterator[Any]:
    """An estimate costs nothing and agrees with the order that follows (facts E9)."""
    mp = stage.client()
    wanted = sale(buyer(mp), goods(mp), 12)
    guess, order = mp.orders.estimate(wanted), mp.orders.create(wanted)
    yield guess
    assert guess.total, "no total"
    assert order.total, "no total"
    assert money.amount(guess.total) == money.amount(order.total), "another total"
    yield order.total


@scenario("validation.validate_parameters", "customers.list", "products.list")
def validation(stage: Stage) -> Iterator[Any]:
    """A failed check is a good answer; a follow-up continues its draft (facts C14, E10)."""
    mp = stage.client()
    customer, product = buyer(mp), goods(mp)
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
