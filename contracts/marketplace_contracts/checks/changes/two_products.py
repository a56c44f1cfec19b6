"""Several products of one plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import change, place_order, settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import (
    active_customer,
    order_line,
    orderable_products,
)
from marketplace_contracts.traffic.finding import Skipped, Violation

SAME_PLAN = ("vendor", "serviceName", "billingPeriod", "subscriptionPeriod", "billingModel")


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def two_products(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """Products of one plan share a subscription, and a change leaves the others (facts E4)."""
    pair = _pair(orderable_products(api))
    if pair is None:
        raise Skipped("the service shows no two products of one plan")
    lines = [order_line(api, product) for product in pair]
    body = {"type": "sales", "customerId": active_customer(api), "products": lines}
    done = settle(api, place_order(api, body))[-1]
    homes = {line.get("subscriptionId") for line in done.get("products", [])}
    if len(homes) != 1:
        observed = f"{len(homes)} subscriptions"
        rule = f"{api.operation('plans.list').pointer}/description"
        yield Violation("products of one plan end up in one subscription", observed, rule)
        return
    ids = {"id": str(done["subscriptionId"])}
    before = api.json("subscriptions.get", ids)
    settle(api, change(api, before, before["products"][0]["quantity"] + 2))
    after = api.json("subscriptions.get", ids)
    if _quantities(after)[1:] != _quantities(before)[1:]:
        observed = f"{_quantities(before)}, then {_quantities(after)}"
        rule = api.contract.pointer_to("OrderLine", "quantity")
        yield Violation("a change leaves the products that it does not name", observed, rule)


def _pair(products: Iterator[Row]) -> tuple[Row, Row] | None:
    """Return two products that differ in nothing that belongs to their plan."""
    known: dict[str, Row] = {}
    for product in products:
        key = repr([product.get(name) for name in SAME_PLAN])
        other = known.setdefault(key, product)
        if other is not product and other.get("mpn") != product.get("mpn"):
            return other, product
    return None


def _quantities(subscription: Row) -> list[Any]:
    return [product.get("quantity") for product in subscription.get("products", [])]
