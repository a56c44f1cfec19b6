"""Several products of one plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.traffic.finding import Skipped, Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import (
    EFFECTS,
    change,
    place_order,
    places_orders,
    settle,
)
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import (
    active_customer,
    order_line,
    orderable_products,
)

SAME_PLAN = ("vendor", "serviceName", "billingPeriod", "subscriptionPeriod", "billingModel")


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def two_products(probe: Probe, _: Operation) -> Iterator[Violation]:
    """Products of one plan share a subscription, and a change leaves the others (facts E4)."""
    pair = _pair(orderable_products(probe))
    if pair is None:
        raise Skipped("the service shows no two products of one plan")
    lines = [order_line(probe, product) for product in pair]
    body = {"type": "sales", "customerId": active_customer(probe), "products": lines}
    done = settle(probe, place_order(probe, body))[-1]
    homes = {line.get("subscriptionId") for line in done.get("products", [])}
    if len(homes) != 1:
        observed = f"{len(homes)} subscriptions"
        rule = f"{probe.operation('plans.list').pointer}/description"
        yield Violation("products of one plan end up in one subscription", observed, rule)
        return
    ids = {"id": str(done["subscriptionId"])}
    before = probe.good("subscriptions.get", ids)
    settle(probe, change(probe, before, before["products"][0]["quantity"] + 2))
    after = probe.good("subscriptions.get", ids)
    if _quantities(after)[1:] != _quantities(before)[1:]:
        observed = f"{_quantities(before)}, then {_quantities(after)}"
        rule = probe.contract.pointer_to("OrderLine", "quantity")
        yield Violation("a change leaves the products that it does not name", observed, rule)


def _pair(products: Iterator[Row]) -> tuple[Row, Row] | None:
    """Two products that the catalogue shows alike in everything that a plan has."""
    known: dict[str, Row] = {}
    for product in products:
        key = repr([product.get(name) for name in SAME_PLAN])
        other = known.setdefault(key, product)
        if other is not product and other.get("mpn") != product.get("mpn"):
            return other, product
    return None


def _quantities(subscription: Row) -> list[Any]:
    return [product.get("quantity") for product in subscription.get("products", [])]
