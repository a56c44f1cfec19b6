"""Renewals, cancellations and withdrawals."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.ordering import (
    EFFECTS,
    bought,
    place,
    places_orders,
    read,
    settle,
    status_place,
)
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.finding import Problem
from marketplace_contracts.probe import Probe, Row
from marketplace_contracts.samples import sale
from marketplace_contracts.spec import Operation

ENDED = {"terminated", "removed"}


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def ends(probe: Probe, _: Operation) -> Iterator[Problem]:
    """A renewal keeps and a cancellation ends a subscription; neither has products (facts F6)."""
    _sale, subscription = bought(probe)
    for kind, prefix in (("renewal", "RN"), ("cancellation", "CL")):
        order = place(
            probe,
            {
                "type": kind,
                "customerId": subscription["customerId"],
                "subscriptionId": str(subscription["id"]),
            },
        )
        if not str(order.get("orderNumber")).startswith(prefix):
            came = probe.contract.show(order.get("orderNumber"))
            yield Problem(
                f"the number of a {kind} begins with {prefix}",
                came,
                probe.contract.place("Order", "orderNumber"),
            )
        done = settle(probe, order)[-1]
        for name in ("products", "details"):
            if done.get(name):
                came = probe.contract.show({name: done[name]})
                rule = probe.contract.place("Order", name)
                yield Problem(f"a {kind} has no {name}", came, rule, operation="orders.get")
        yield from _afterwards(probe, subscription, kind)


def _afterwards(probe: Probe, subscription: Row, kind: str) -> Iterator[Problem]:
    now = probe.good("subscriptions.get", {"id": str(subscription["id"])}).get("status")
    place_ = probe.contract.place("SubscriptionStatus")
    if kind == "renewal" and now != "active":
        yield Problem("a renewed subscription stays active", str(now), place_)
    if kind == "cancellation" and now not in ENDED:
        yield Problem("a cancelled subscription is terminated or removed", str(now), place_)


@sequence_check("life", concerns=places_orders, effects=EFFECTS, clock=True)
def withdrawn(probe: Probe, _: Operation) -> Iterator[Problem]:
    """An open order can be withdrawn with the code CL; it is cancelled then and stays so."""
    order = place(probe, sale(probe))
    after = probe.good("orders.update", {"id": str(order["id"])}, body={"statusCode": "CL"})
    last = settle(probe, after)[-1]
    if last.get("status") != "cancelled" or last.get("statusCode") != "CL":
        came = probe.contract.show({name: last.get(name) for name in ("status", "statusCode")})
        yield Problem(
            "an order put in CL is cancelled", came, status_place(probe), operation="orders.update"
        )
    probe.advance(120)
    later = read(probe, order)
    if later.get("status") != last.get("status"):
        yield Problem("a terminal status stays", str(later.get("status")), status_place(probe))
