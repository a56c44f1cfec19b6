"""Renewals, cancellations and withdrawals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import (
    EFFECTS,
    bought,
    place_order,
    places_orders,
    read,
    settle,
    status_pointer,
)
from marketplace_contracts.checks.support.row_values import moment
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import sale

ENDED = {"terminated", "removed"}
MONTHS_DIFFER = timedelta(days=3)


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def ends(probe: Probe, _: Operation) -> Iterator[Violation]:
    """A renewal keeps and a cancellation ends a subscription; neither has products (facts F6)."""
    subscription = bought(probe)[1]
    mine = {"customerId": subscription["customerId"], "limit": 500}
    others = _others(probe, subscription, mine)
    for kind, prefix in (("renewal", "RN"), ("cancellation", "CL")):
        order = place_order(
            probe,
            {
                "type": kind,
                "customerId": subscription["customerId"],
                "subscriptionId": str(subscription["id"]),
            },
        )
        if not str(order.get("orderNumber")).startswith(prefix):
            observed = probe.contract.show(order.get("orderNumber"))
            yield Violation(
                f"the number of a {kind} begins with {prefix}",
                observed,
                probe.contract.pointer_to("Order", "orderNumber"),
            )
        done = settle(probe, order)[-1]
        for name in ("products", "details"):
            if done.get(name):
                observed = probe.contract.show({name: done[name]})
                rule = probe.contract.pointer_to("Order", name)
                yield Violation(f"a {kind} has no {name}", observed, rule, operation="orders.get")
        yield from _afterwards(probe, subscription, kind)
    if _others(probe, subscription, mine) != others:
        pointer = probe.contract.pointer_to("OrderTerms", "subscriptionId")
        observed = f"others of customer {subscription['customerId']} changed with it"
        yield Violation("an order is about its own subscription", observed, pointer)


def _others(probe: Probe, subscription: Row, query: Row) -> list[Row]:
    rows = probe.rows("subscriptions.list", query)
    return [row for row in rows if row.get("id") != subscription["id"]]


def _afterwards(probe: Probe, subscription: Row, kind: str) -> Iterator[Violation]:
    found = probe.good("subscriptions.get", {"id": str(subscription["id"])})
    now = found.get("status")
    pointer = probe.contract.pointer_to("SubscriptionStatus")
    if kind == "renewal" and now != "active":
        yield Violation("a renewed subscription stays active", str(now), pointer)
    if kind == "renewal" and not _one_term_on(found, subscription):
        observed = f"{subscription.get('renewalDate')}, then {found.get('renewalDate')}"
        pointer = probe.contract.pointer_to("Subscription", "renewalDate")
        yield Violation("a renewal moves the day of the next one by a term", observed, pointer)
    if kind == "cancellation" and now not in ENDED:
        yield Violation("a cancelled subscription is terminated or removed", str(now), pointer)


def _one_term_on(now: Row, before: Row) -> bool:
    """Whether the next renewal is as far away as the first one was; months differ in days."""
    days = [moment(str(before.get(name))) for name in ("creationDate", "renewalDate")]
    first, second, third = *days, moment(str(now.get("renewalDate")))
    if first is None or second is None or third is None:
        return False
    return abs((third - second) - (second - first)) <= MONTHS_DIFFER


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def withdrawn(probe: Probe, _: Operation) -> Iterator[Violation]:
    """An open order can be withdrawn with the code CL; it is cancelled then and stays so."""
    body = sale(probe)
    mine = {"customerId": body["customerId"], "status": "active", "limit": 500}
    before = probe.rows("subscriptions.list", mine)
    order = place_order(probe, body)
    after = probe.good("orders.update", {"id": str(order["id"])}, body={"statusCode": "CL"})
    last = settle(probe, after)[-1]
    if last.get("status") != "cancelled" or last.get("statusCode") != "CL":
        observed = probe.contract.show({name: last.get(name) for name in ("status", "statusCode")})
        yield Violation(
            "an order put in CL is cancelled",
            observed,
            status_pointer(probe),
            operation="orders.update",
        )
    probe.advance(120)
    after = read(probe, order)
    if after.get("status") != last.get("status"):
        yield Violation("a terminal status stays", str(after.get("status")), status_pointer(probe))
    if probe.rows("subscriptions.list", mine) != before:
        observed = f"other active subscriptions of customer {body['customerId']}"
        yield Violation("a withdrawn sale gives no subscription", observed, status_pointer(probe))
