"""A sale from its placing to its subscription."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import (
    EFFECTS,
    place,
    places_orders,
    read,
    seats,
    settle,
    status_place,
)
from marketplace_contracts.checks.support.row_values import moment
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.other_values import same
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import SEATS, sale

STEADY = ("orderNumber", "type", "customerId", "creationDate", "poNumber", "attributes", "total")
PARAMETER = {"name": "microsoft_domain", "value": "contract-check"}
"""A parameter of a product, as the vendor's connector takes it (facts E7)."""
RANK = {"submitted": 0, "processing": 1, "completed": 2, "error": 2, "cancelled": 2}


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def order_life(probe: Probe, _: Operation) -> Iterator[Problem]:
    """A sale only moves forward, is listed first, and ends as a subscription of its seats."""
    body = _full(sale(probe))
    before = _counts(probe, body)
    order = place(probe, body)
    yield from _as_sent(probe, body, order)
    yield from _listed_first(probe, order)
    states = settle(probe, order, closely=True)
    ranks = [RANK.get(str(state.get("status")), -1) for state in states]
    if ranks != sorted(ranks):
        came = " → ".join(str(state.get("status")) for state in states)
        yield Problem("the status of an order only moves forward", came, status_place(probe))
    if states[-1].get("status") != "completed":
        yield Problem(
            "a proper sale is completed", str(states[-1].get("status")), status_place(probe)
        )
        return
    yield from _steady(probe, order, states[-1])
    yield from _finished(probe, states[-1])
    if _counts(probe, body) != [number + 1 for number in before]:
        came = f"{_counts(probe, body)} orders and subscriptions, {before} before"
        place_ = f"{probe.operation('orders.create').place}/description"
        yield Problem("a sale is one order and one subscription more", came, place_)


def _full(body: Row) -> Row:
    """A sale with what is sent and read back beside the products."""
    lines = [{**line, "parameters": [PARAMETER]} for line in body["products"]]
    return {**body, "attributes": {"contractCheck": "yes"}, "products": lines}


def _counts(probe: Probe, body: Row) -> list[int]:
    """How many orders and subscriptions the customer has."""
    found = []
    for operation in ("orders.list", "subscriptions.list"):
        query = {"customerId": body["customerId"], "limit": 1}
        found.append(probe.good(operation, query=query)["pagination"]["total"])
    return found


def _steady(probe: Probe, order: Row, done: Row) -> Iterator[Problem]:
    """What was agreed on is not changed by being done."""
    for name in STEADY:
        if order.get(name) != done.get(name):
            show = probe.contract.show
            came = f"{show(order.get(name))}, then {show(done.get(name))}"
            place_ = probe.contract.place("Order", name)
            yield Problem(f"{name} of an order stays until it is done", came, place_)


def _as_sent(probe: Probe, body: Row, order: Row) -> Iterator[Problem]:
    for name in ("type", "customerId", "poNumber", "attributes"):
        if order.get(name) != body[name]:
            came = probe.contract.show(order.get(name))
            place_ = probe.contract.place("Order", name)
            yield Problem(f"{name} is answered as it was sent", came, place_)
    if not str(order.get("orderNumber")).startswith("SO"):
        came = probe.contract.show(order.get("orderNumber"))
        yield Problem(
            "the number of a sale begins with SO",
            came,
            probe.contract.place("Order", "orderNumber"),
        )


def _listed_first(probe: Probe, order: Row) -> Iterator[Problem]:
    rows = probe.sample("orders.list").rows
    if not rows or rows[0].get("id") != order["id"]:
        came = f"{rows[0].get('id') if rows else 'nothing'} instead of {order['id']}"
        place_ = f"{probe.operation('orders.list').place}/x-sort"
        yield Problem("a new order is the first of the list", came, place_, operation="orders.list")


def _finished(probe: Probe, order: Row) -> Iterator[Problem]:
    created, provisioned = (
        moment(str(order.get(name))) for name in ("creationDate", "provisioningDate")
    )
    if created is None or provisioned is None or provisioned < created:
        came = probe.contract.show([order.get("creationDate"), order.get("provisioningDate")])
        yield Problem(
            "a completed order was provisioned, and not before it was placed",
            came,
            probe.contract.place("Order", "provisioningDate"),
        )
    yield from _subscribed(probe, order)
    probe.advance(60)
    later = read(probe, order)
    if later.get("status") != order.get("status"):
        came = f"{order.get('status')} → {later.get('status')}"
        yield Problem("a terminal status stays", came, status_place(probe))


def _subscribed(probe: Probe, order: Row) -> Iterator[Problem]:
    identifier = order.get("subscriptionId")
    if not identifier:
        yield Problem(
            "a completed sale names its subscription",
            "none",
            probe.contract.place("Order", "subscriptionId"),
        )
        return
    subscription = probe.good("subscriptions.get", {"id": str(identifier)})
    for name, wanted in (("customerId", order["customerId"]), ("status", "active")):
        if subscription.get(name) != wanted:
            came = probe.contract.show(subscription.get(name))
            yield Problem(
                f"a sold subscription has {name} as sold",
                came,
                probe.contract.place("Subscription", name),
            )
    if PARAMETER not in (subscription.get("orderParameters") or []):
        came = probe.contract.show(subscription.get("orderParameters"))
        place_ = probe.contract.place("Subscription", "orderParameters")
        yield Problem("a subscription has the parameters of its order", came, place_)
    line = order["products"][0].get("quantity")
    if not same(line, SEATS) or seats(subscription) != SEATS:
        came = f"{line} in the order, {seats(subscription)} in the subscription, {SEATS} bought"
        place_ = probe.contract.place("OrderLine", "quantity")
        yield Problem("the quantity of a sale is the seats bought", came, place_)
    rows = probe.rows("orders.list", {"subscriptionId": str(identifier)})
    if [row.get("id") for row in rows] != [order["id"]]:
        came = f"{len(rows)} rows"
        yield Problem(
            "the orders of a new subscription are its sale",
            came,
            f"{probe.operation('orders.list').place}/parameters",
            operation="orders.list",
        )
