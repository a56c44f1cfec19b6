"""The length of terms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.checks.support.periods import after, bills, day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import contains
from marketplace_contracts.traffic.finding import Skipped, Violation

STATED = ("billingPeriod", "subscriptionPeriod", "billingModel")


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def term_length(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A subscription has its product's periods and ends one term after its start (facts E11)."""
    rows = api.newest("products.list").rows
    kinds = {repr([row.get(name) for name in STATED]): row for row in rows if _is_plain(row)}
    if not kinds:
        raise Skipped("the service shows no product with a period")
    for product in kinds.values():
        quantity = max(least_quantity(product), 1)
        _order, subscription = bought(api, sale_of(api, product, quantity))
        yield from _like_its_product(api, product, subscription)


def _is_plain(row: Row) -> bool:
    return bool(row.get("subscriptionPeriod")) and not row.get("dependsOn")


def _like_its_product(api: ApiClient, product: Row, subscription: Row) -> Iterator[Violation]:
    show = api.contract.show
    for name in STATED:
        if subscription.get(name) != product.get(name):
            observed = f"{show(subscription.get(name))}, {show(product.get(name))} in the catalogue"
            pointer = api.contract.pointer_to("Subscription", name)
            yield Violation(f"{name} of a subscription is that of its product", observed, pointer)
    yield from _total(api, product, subscription)
    yield from _plan(api, product, subscription)
    start, period = day_of(subscription.get("creationDate")), product["subscriptionPeriod"]
    due = after(start, period) if start else None
    for name in ("expirationDate", "renewalDate"):
        if due is None or day_of(subscription.get(name)) != due:
            observed = f"{subscription.get(name)} after {show(period)} from {start}"
            pointer = api.contract.pointer_to("Subscription", name)
            yield Violation(f"{name} is a term after the beginning", observed, pointer)


def _plan(api: ApiClient, product: Row, subscription: Row) -> Iterator[Violation]:
    """Check that the plan of a subscription has its service, and offers its periods (facts E5)."""
    if subscription.get("planId") is None:
        return
    plan = api.json("plans.get", {"id": str(subscription["planId"])})
    period = product["subscriptionPeriod"]
    offered = [one for one in plan.get("subscriptionPeriods") or [] if contains(one, period)]
    right = {
        "name": plan.get("name") == product.get("serviceName"),
        "billingPeriod": plan.get("billingPeriod") == product.get("billingPeriod"),
        "billingModel": plan.get("billingModel") == product.get("billingModel"),
        "published": plan.get("published") is not False,
        "subscriptionPeriods": any(
            one.get("active") is not False and not one.get("trial") for one in offered
        ),
    }
    for name in [name for name, value in right.items() if not value]:
        observed = f"{api.contract.show(plan.get(name))} for {product.get('mpn')}"
        pointer = api.contract.pointer_to("PlanSummary", name)
        yield Violation(f"{name} of a plan agrees with what it sells", observed, pointer)


def _total(api: ApiClient, product: Row, subscription: Row) -> Iterator[Violation]:
    """Check that price and cost of a term are those of one bill times the number of bills."""
    number = bills(product["subscriptionPeriod"], product.get("billingPeriod"))
    if number is None:
        return
    once = {
        "totalSubscriptionPrice": amount_of(subscription.get("totalPrice")),
        "totalSubscriptionCost": _cost(subscription.get("products") or []),
    }
    for name, amount in once.items():
        found = amount_of(subscription.get(name))
        if amount is not None and found != amount * number:
            observed = f"{found} for {number} bills of {amount}"
            pointer = api.contract.pointer_to("Subscription", name)
            yield Violation(f"{name} is that of all bills of a term", observed, pointer)


def _cost(products: list[Row]) -> Decimal | None:
    """Return the cost of one bill; None if it has tiers or is not stated."""
    total = Decimal(0)
    for one in products:
        unit = amount_of(one.get("unitCost"))
        if unit is None or "priceTiers" in one["unitCost"]:
            return None
        total += unit * int(one.get("quantity") or 0)
    return total
