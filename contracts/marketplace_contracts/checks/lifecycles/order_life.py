"""A sale from placing it to its subscription."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    place_order,
    read,
    seats,
    settle,
    status_pointer,
)
from marketplace_contracts.checks.support.row_values import moment
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import same
from marketplace_contracts.service.request_factory import SEATS, sale
from marketplace_contracts.traffic.finding import Violation

STEADY = ("orderNumber", "type", "customerId", "creationDate", "poNumber", "attributes", "total")
PARAMETER = {"name": "microsoft_domain", "value": "contract-check"}
STRUCTURED = {"name": "offer_attestation", "structured_value": {"accepted": "yes"}}
"""Parameters of a product, as the vendor's connector sends them (facts E7)."""
RANK = {"submitted": 0, "processing": 1, "completed": 2, "error": 2, "cancelled": 2}


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def order_life(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A sale only moves forward, is listed first, and becomes a subscription with its seats."""
    body = _full(sale(api))
    api.advance(120)  # so that no earlier order ends meanwhile
    before = _counts(api, body)
    order = place_order(api, body)
    yield from _as_sent(api, body, order)
    yield from _listed_first(api, order)
    states = settle(api, order, closely=True)
    ranks = [RANK.get(str(state.get("status")), -1) for state in states]
    if ranks != sorted(ranks):
        observed = " → ".join(str(state.get("status")) for state in states)
        yield Violation("the status of an order only moves forward", observed, status_pointer(api))
    if states[-1].get("status") != "completed":
        yield Violation(
            "a proper sale is completed", str(states[-1].get("status")), status_pointer(api)
        )
        return
    yield from _steady(api, order, states[-1])
    yield from _finished(api, states[-1])
    if _counts(api, body) != [number + 1 for number in before]:
        observed = f"{_counts(api, body)} orders and subscriptions, {before} before"
        pointer = f"{api.operation('orders.create').pointer}/description"
        yield Violation("a sale is one order and one subscription more", observed, pointer)


def _full(body: Row) -> Row:
    """Return a sale with the properties that are sent and read back beside the products."""
    lines = [{**line, "parameters": [PARAMETER, STRUCTURED]} for line in body["products"]]
    return {**body, "attributes": {"contractCheck": "yes"}, "products": lines}


def _counts(api: ApiClient, body: Row) -> list[int]:
    """Return how many orders and subscriptions the customer has."""
    found = []
    for operation in ("orders.list", "subscriptions.list"):
        query = {"customerId": body["customerId"], "limit": 1}
        found.append(api.json(operation, query=query)["pagination"]["total"])
    return found


def _steady(api: ApiClient, order: Row, done: Row) -> Iterator[Violation]:
    """Check that provisioning changes nothing that was agreed on."""
    for name in STEADY:
        if order.get(name) != done.get(name):
            show = api.contract.show
            observed = f"{show(order.get(name))}, then {show(done.get(name))}"
            pointer = api.contract.pointer_to("Order", name)
            yield Violation(f"{name} of an order stays until it is done", observed, pointer)


def _as_sent(api: ApiClient, body: Row, order: Row) -> Iterator[Violation]:
    for name in ("type", "customerId", "poNumber", "attributes"):
        if order.get(name) != body[name]:
            observed = api.contract.show(order.get(name))
            pointer = api.contract.pointer_to("Order", name)
            yield Violation(f"{name} is returned as it was sent", observed, pointer)
    if not str(order.get("orderNumber")).startswith("SO"):
        observed = api.contract.show(order.get("orderNumber"))
        yield Violation(
            "the number of a sale begins with SO",
            observed,
            api.contract.pointer_to("Order", "orderNumber"),
        )


def _listed_first(api: ApiClient, order: Row) -> Iterator[Violation]:
    rows = api.newest("orders.list").rows
    if not rows or rows[0].get("id") != order["id"]:
        observed = f"{rows[0].get('id') if rows else 'nothing'} instead of {order['id']}"
        pointer = f"{api.operation('orders.list').pointer}/x-sort"
        yield Violation(
            "a new order is the first of the list", observed, pointer, operation="orders.list"
        )


def _finished(api: ApiClient, order: Row) -> Iterator[Violation]:
    created, provisioned = (
        moment(str(order.get(name))) for name in ("creationDate", "provisioningDate")
    )
    if created is None or provisioned is None or provisioned < created:
        observed = api.contract.show([order.get("creationDate"), order.get("provisioningDate")])
        yield Violation(
            "a completed order was provisioned, and not before it was placed",
            observed,
            api.contract.pointer_to("Order", "provisioningDate"),
        )
    if order.get("statusCode") not in {None, "CP"}:
        observed = api.contract.show(order.get("statusCode"))
        pointer = api.contract.pointer_to("OrderState", "statusCode")
        yield Violation("a completed order has the code CP", observed, pointer)
    yield from _subscribed(api, order)
    api.advance(60)
    later = read(api, order)
    if later.get("status") != order.get("status"):
        observed = f"{order.get('status')} → {later.get('status')}"
        yield Violation("a terminal status stays", observed, status_pointer(api))


def _subscribed(api: ApiClient, order: Row) -> Iterator[Violation]:
    identifier = order.get("subscriptionId")
    if not identifier:
        yield Violation(
            "a completed sale names its subscription",
            "none",
            api.contract.pointer_to("Order", "subscriptionId"),
        )
        return
    subscription = api.json("subscriptions.get", {"id": str(identifier)})
    for name, wanted in (("customerId", order["customerId"]), ("status", "active")):
        if subscription.get(name) != wanted:
            observed = api.contract.show(subscription.get(name))
            yield Violation(
                f"a sold subscription has {name} as sold",
                observed,
                api.contract.pointer_to("Subscription", name),
            )
    parameters = subscription.get("orderParameters") or []
    if PARAMETER not in parameters or STRUCTURED not in parameters:
        observed = api.contract.show(subscription.get("orderParameters"))
        pointer = api.contract.pointer_to("Subscription", "orderParameters")
        yield Violation("a subscription has the parameters of its order", observed, pointer)
    line = order["products"][0].get("quantity")
    if not same(line, SEATS) or seats(subscription) != SEATS:
        observed = f"{line} in the order, {seats(subscription)} in the subscription, {SEATS} bought"
        pointer = api.contract.pointer_to("OrderLine", "quantity")
        yield Violation("the quantity of a sale is the seats bought", observed, pointer)
    rows = api.page("orders.list", {"subscriptionId": str(identifier)}).rows
    if [row.get("id") for row in rows] != [order["id"]]:
        observed = f"{len(rows)} rows"
        yield Violation(
            "the orders of a new subscription are its sale",
            observed,
            f"{api.operation('orders.list').pointer}/parameters",
            operation="orders.list",
        )
