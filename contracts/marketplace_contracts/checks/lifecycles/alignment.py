"""Subscriptions that end on a requested day."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import timedelta

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.checks.support.periods import after, day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.finding import Skipped, Violation

NOWHERE = "1999999999"
"""A number that no subscription has."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def alignment(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """An aligned subscription ends with the month or with the named subscription (facts E7)."""
    monthly = _product(api, "END_OF_MONTH")
    wish: Row = {"alignmentType": "MATCH_END_OF_CALENDAR_MONTH"}
    first = yield from _aligned(api, monthly, wish)
    end = day_of(first.get("expirationDate"))
    start = day_of(first.get("creationDate"))
    due = after(start, monthly.get("subscriptionPeriod")) if start else None
    month = (due.year, due.month) if due else None
    if end is None or (end + timedelta(days=1)).day != 1 or (end.year, end.month) != month:
        observed = f"{first.get('expirationDate')}, created {first.get('creationDate')}"
        yield _broken(api, "MATCH_END_OF_CALENDAR_MONTH ends with the month", observed)
    wish = {"alignmentType": "CO_TERM_ON_SUBSCRIPTION", "subscriptionId": int(first["id"])}
    second = yield from _aligned(api, _product(api, "SUBSCRIPTION"), wish)
    if second.get("expirationDate") != first.get("expirationDate"):
        observed = f"{second.get('expirationDate')}, not {first.get('expirationDate')}"
        yield _broken(api, "CO_TERM_ON_SUBSCRIPTION ends with the other", observed)
    yield from _refused(api, _product(api, "SUBSCRIPTION"))


def _refused(api: ApiClient, product: Row) -> Iterator[Violation]:
    """Check that an incomplete alignment is refused, and the message names the missing part."""
    body = sale_of(api, product, least_quantity(product))
    named = "CO_TERM_ON_SUBSCRIPTION"
    wrong = [
        ("alignmentType", {}),
        ("subscriptionId", {"alignmentType": named}),
        (NOWHERE, {"alignmentType": named, "subscriptionId": int(NOWHERE)}),
    ]
    rows = [row for row in api.newest("subscriptions.list").rows if row.get("status") == "active"]
    foreign = next((row for row in rows if row.get("customerId") != body["customerId"]), None)
    if foreign:
        other = str(foreign["id"])
        wrong.append((other, {"alignmentType": named, "subscriptionId": int(other)}))
    for word, wish in wrong:
        found = api.call("orders.estimate", body={**body, "alignExpirationDate": wish})
        stated = str(found.json.get("message", "")) if isinstance(found.json, dict) else ""
        if not 400 <= found.status < 500 or word not in stated:
            observed = f"status {found.status}, {api.contract.show(found.json)}"
            yield _broken(api, f"an alignment with a wrong {word} is refused by name", observed)


def _product(api: ApiClient, kind: str) -> Row:
    """Return a product that supports this kind of alignment."""
    for row in api.newest("products.list").rows:
        if (row.get("coterming") or {}).get("type") == kind and not row.get("dependsOn"):
            return row
    raise Skipped(f"the service shows no product with coterming {kind}")


def _aligned(api: ApiClient, product: Row, wish: Row) -> Generator[Violation, None, Row]:
    """Buy a product with an alignment, and return the subscription."""
    body = {**sale_of(api, product, least_quantity(product)), "alignExpirationDate": wish}
    shown = api.json("orders.estimate", body=body).get("subscriptions") or [{}]
    order, subscription = bought(api, body)
    if order.get("alignExpirationDate") != wish:
        observed = api.contract.show(order.get("alignExpirationDate"))
        yield _broken(api, "an order says what it is aligned with", observed)
    if shown[0].get("alignedExpirationDate") != subscription.get("expirationDate"):
        observed = f"{shown[0].get('alignedExpirationDate')}, {subscription.get('expirationDate')}"
        yield _broken(api, "an estimate names the day of the alignment", observed)
    return subscription


def _broken(api: ApiClient, promise: str, observed: str) -> Violation:
    return Violation(promise, observed, api.contract.pointer_to("AlignExpirationDate"))
