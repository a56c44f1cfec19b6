"""Migrated subscriptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.checks.support.periods import after, day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import SEATS, active_customer, order_line, sale
from marketplace_contracts.traffic.finding import Skipped, Violation

YEARS = ("year", 1)


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def migrated(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A migrated subscription has the plan, end and renewal of its order (facts E7)."""
    sold, plain = bought(api, sale(api, term="year"))
    today, product = day_of(sold.get("creationDate")), plain["products"][0]
    if today is None or not plain.get("planId"):
        raise Skipped("the service shows no plan to migrate to")
    begun = today - timedelta(days=100)
    ends = after(begun, plain.get("subscriptionPeriod")) or date.max
    body = {
        "type": "migration",
        "customerId": active_customer(api),
        "planId": str(plain["planId"]),
        "startDate": f"{begun}",
        "products": [order_line(api, product, SEATS)],
    }
    unplanned = {name: value for name, value in body.items() if name != "planId"}
    if (found := api.call(operation, body=unplanned)).ok:
        pointer = api.contract.pointer_to("OrderRequest")
        yield Violation("a migration names its plan", f"status {found.status}", pointer)
    wishes: list[tuple[Row, date, bool]] = [
        ({}, ends, True),
        ({"expirationDate": f"{today + timedelta(days=40)}", "autorenewal": False},
         today + timedelta(days=40), False),
    ]  # fmt: skip
    for wish, end, renews in wishes:
        _order, subscription = bought(api, {**body, **wish})
        yield from _as_wished(api, subscription, plain, end, renews=renews)


def _as_wished(
    api: ApiClient, subscription: Row, plain: Row, end: date, *, renews: bool
) -> Iterator[Violation]:
    wanted = {
        "planId": plain["planId"],
        "expirationDate": f"{end}",
        "renewalStatus": renews,
        "status": "active",
    }
    found = {name: subscription.get(name) for name in wanted}
    if found != wanted:
        observed = f"{api.contract.show(found)}, not {api.contract.show(wanted)}"
        pointer = api.contract.pointer_to("OrderRequest")
        yield Violation("a migrated subscription is as its order says", observed, pointer)
