"""The length of terms."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.checks.support.periods import after, day_of, months
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
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
    start, period = day_of(subscription.get("creationDate")), product["subscriptionPeriod"]
    due = after(start, period) if start else None
    for name in ("expirationDate", "renewalDate"):
        if due is None or day_of(subscription.get(name)) != due:
            observed = f"{subscription.get(name)} after {show(period)} from {start}"
            pointer = api.contract.pointer_to("Subscription", name)
            yield Violation(f"{name} is a term after the beginning", observed, pointer)


def _total(api: ApiClient, product: Row, subscription: Row) -> Iterator[Violation]:
    """Check that the price of a term is the price of one bill times the number of bills."""
    once, all_bills = (
        amount_of(subscription.get(name)) for name in ("totalPrice", "totalSubscriptionPrice")
    )
    bills = months(product["subscriptionPeriod"]) // (months(product.get("billingPeriod")) or 1)
    if once is None or all_bills != once * bills:
        observed = f"{all_bills} for {bills} bills of {once}"
        pointer = api.contract.pointer_to("Subscription", "totalSubscriptionPrice")
        yield Violation("the price of a term is that of all its bills", observed, pointer)
