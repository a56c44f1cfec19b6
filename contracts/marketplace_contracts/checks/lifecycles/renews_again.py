"""Subscriptions over several terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    bought,
    renewed,
    seats,
    subscription_ids,
)
from marketplace_contracts.checks.support.periods import after, day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import orderable_products
from marketplace_contracts.traffic.finding import Skipped, Violation

TERMS = 2
LONGEST = 31  # days; longer terms are not waited for
DAY = 86_400.0


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def renews_again(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A subscription with renewal is renewed at the end of each term (facts E8, E11)."""
    kinds = {repr(row.get("subscriptionPeriod")): row for row in orderable_products(api)}
    waited = 0
    for product in kinds.values():
        sold, subscription = bought(api, sale_of(api, product, least_quantity(product) + 1))
        start, period = day_of(sold.get("creationDate")), subscription.get("subscriptionPeriod")
        first = after(start, period) if start else None
        if first is None or start is None or (first - start).days > LONGEST:
            continue
        known = subscription_ids(api, subscription["customerId"])
        waited += 1
        for _term in range(TERMS):
            api.advance((first - start).days * DAY)
        api.advance(DAY)
        now = renewed(api, subscription, known, seats(subscription))
        yield from _renewed_twice(api, subscription, now, first)
    if not waited:
        raise Skipped(f"the service shows no product with a term of at most {LONGEST} days")


def _renewed_twice(api: ApiClient, before: Row, now: Row, first: date) -> Iterator[Violation]:
    """Check a subscription after two terms, of which the first ended on a day."""
    second = after(first, before.get("subscriptionPeriod"))
    due = after(second, before.get("subscriptionPeriod")) if second else None
    right = {
        "status": now.get("status") == "active",
        "renewalStatus": now.get("renewalStatus") is True,
        "renewalDate": day_of(now.get("renewalDate")) == due,
        "expirationDate": day_of(now.get("expirationDate")) == due,
        "lastModifiedDate": day_of(now.get("lastModifiedDate")) == second,
    }
    if now.get("id") != before.get("id"):
        right["creationDate"] = day_of(now.get("creationDate")) == second
    for name in [name for name, value in right.items() if not value]:
        observed = f"{name} {api.contract.show(now.get(name))}, a term ended on {second}"
        pointer = api.contract.pointer_to("Subscription", name)
        yield Violation("a subscription is renewed after each term", observed, pointer)
