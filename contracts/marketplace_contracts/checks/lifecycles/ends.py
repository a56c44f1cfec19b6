"""Renewals and cancellations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.ordering import (
    bought,
    place_order,
    renewed,
    seats,
    settle,
    subscription_ids,
)
from marketplace_contracts.checks.support.periods import months
from marketplace_contracts.checks.support.row_values import moment
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

ENDED = {"terminated", "removed"}
MONTHS_DIFFER = timedelta(days=3)


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def ends(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A renewal continues, a cancellation ends a subscription; neither has products (facts F6)."""
    subscription = bought(api, sale(api, term="year"))[1]
    known = subscription_ids(api, subscription["customerId"])
    mine = {"customerId": subscription["customerId"], "limit": 500}
    others = _others(api, {str(subscription["id"])}, mine)
    ids = {str(subscription["id"])}
    for kind, prefix in (("renewal", "RN"), ("cancellation", "CL")):
        order = place_order(
            api,
            {
                "type": kind,
                "customerId": subscription["customerId"],
                "subscriptionId": str(subscription["id"]),
            },
        )
        if not str(order.get("orderNumber")).startswith(prefix):
            observed = api.contract.show(order.get("orderNumber"))
            yield Violation(
                f"the number of a {kind} begins with {prefix}",
                observed,
                api.contract.pointer_to("Order", "orderNumber"),
            )
        done = settle(api, order)[-1]
        yield from _costs(api, done, subscription)
        for name in ("products", "details"):
            if done.get(name):
                observed = api.contract.show({name: done[name]})
                rule = api.contract.pointer_to("Order", name)
                yield Violation(f"a {kind} has no {name}", observed, rule, operation="orders.get")
        now = renewed(api, subscription, known, seats(subscription))
        if now["id"] != subscription["id"] and months(subscription.get("subscriptionPeriod")) > 1:
            rule = f"{api.operation('subscriptions.list').pointer}/description"
            observed = f"{now['id']} after {subscription['id']}"
            yield Violation("a term longer than a month goes on in place", observed, rule)
        yield from _afterwards(api, subscription, now, kind)
        subscription = now
        ids.add(str(now["id"]))
    if _others(api, ids, mine) != others:
        pointer = api.contract.pointer_to("OrderTerms", "subscriptionId")
        observed = f"others of customer {subscription['customerId']} changed with it"
        yield Violation("an order is about its own subscription", observed, pointer)


def _costs(api: ApiClient, order: Row, subscription: Row) -> Iterator[Violation]:
    """Check that a renewal costs something, and a cancellation no more than it gives back."""
    total, price = amount_of(order.get("total")), amount_of(subscription.get("totalPrice"))
    if total is None or not price:
        return
    if (total > 0) != (order.get("type") == "renewal"):
        observed = f"{total} for a {order.get('type')} of a subscription of {price}"
        pointer = api.contract.pointer_to("Order", "total")
        yield Violation("a renewal has its price, a cancellation has none", observed, pointer)


def _others(api: ApiClient, ids: set[str], query: Row) -> list[Row]:
    rows = api.page("subscriptions.list", query).rows
    return [row for row in rows if str(row.get("id")) not in ids]


def _afterwards(api: ApiClient, subscription: Row, found: Row, kind: str) -> Iterator[Violation]:
    now = found.get("status")
    pointer = api.contract.pointer_to("SubscriptionStatus")
    if kind == "renewal" and now != "active":
        yield Violation("a renewed subscription stays active", str(now), pointer)
    if kind == "renewal" and not _one_term_on(found, subscription):
        observed = f"{subscription.get('renewalDate')}, then {found.get('renewalDate')}"
        pointer = api.contract.pointer_to("Subscription", "renewalDate")
        yield Violation("a renewal moves the day of the next one by a term", observed, pointer)
    if kind == "renewal" and found.get("expirationDate") != found.get("renewalDate"):
        observed = f"{found.get('expirationDate')}, renewal on {found.get('renewalDate')}"
        pointer = api.contract.pointer_to("Subscription", "expirationDate")
        yield Violation("a renewal moves the end of the term too", observed, pointer)
    if kind == "cancellation" and found.get("renewalStatus"):
        pointer = api.contract.pointer_to("Subscription", "renewalStatus")
        yield Violation("what has ended does not renew", "renewalStatus true", pointer)
    if kind == "cancellation" and now not in ENDED:
        yield Violation("a cancelled subscription is terminated or removed", str(now), pointer)


def _one_term_on(now: Row, before: Row) -> bool:
    """Tell whether the renewal date moved by one term; months differ in days."""
    days = [moment(str(before.get(name))) for name in ("creationDate", "renewalDate")]
    first, second, third = *days, moment(str(now.get("renewalDate")))
    if first is None or second is None or third is None:
        return False
    return abs((third - second) - (second - first)) <= MONTHS_DIFFER
