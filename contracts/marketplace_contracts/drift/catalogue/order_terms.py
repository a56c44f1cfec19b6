"""Terms, prices and days of orders, and what refusals of orders say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from marketplace_contracts.drift.edits import change, drop, put
from marketplace_contracts.drift.faults import bodies, errors, headers, responses
from marketplace_contracts.drift.model import Drift

ORDERS = "orders.create orders.get"
BEGIN = "2026-11-02"
"""The day on which simulated worlds begin."""


def _of_type(kind: str, edit: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Edit the request of one type of order."""
    return lambda body: edit(body) if body.get("type") == kind else body


def _at_once(body: Any) -> Any:
    """Execute an order for a day at once."""
    dated = re.fullmatch(r"\d{4}-\d\d-\d\d", str(body.get("scheduledOn")))
    return {**body, "scheduledOn": None} if dated else body


def _whole(quantity: Any) -> Any:
    """Cut a quantity to a whole number."""
    return int(quantity) if isinstance(quantity, float) else quantity


def _without_code(body: Any) -> Any:
    """A conflict without the code of the open order."""
    return {**body, "message": re.sub(r"\([A-Z]{2}\)", "", str(body.get("message")))}


def _empty_for_null(body: Any) -> Any:
    return {name: "" if value is None else value for name, value in body.items()}


def _dated(name: str) -> Callable[[Any], Any]:
    """Set a date to that of the beginning."""
    return lambda body: {**body, name: BEGIN} if body.get(name) else body


def _one_second(stated: Mapping[str, str]) -> Mapping[str, str]:
    return {name: "1" if name == "Retry-After" else value for name, value in stated.items()}


def _with_the_month(body: Any) -> Any:
    wish = body.get("alignExpirationDate")
    if not isinstance(wish, dict) or "subscriptionId" in wish:
        return body
    return {**body, "alignExpirationDate": {"alignmentType": "MATCH_END_OF_CALENDAR_MONTH"}}


def _renewal(edit: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda body: edit(body) if body.get("type") == "renewal" else body


DRIFTS = (
    Drift(
        "life.conflict-code",
        "a conflict no longer contains the code of the open order",
        "orders.create",
        "the text names the state of the open order (C7)",
        lambda: errors("orders.create", _without_code, 500),
    ),
    Drift(
        "life.executed-at-once",
        "an order for a later day is executed at once",
        "orders.create",
        "only `renewal` was observed (F4)",
        lambda: bodies("orders.create", _at_once),
    ),
    Drift(
        "life.terms-lost",
        "an order loses its placement type",
        ORDERS,
        "terms are sent and read back (E7)",
        lambda: responses(ORDERS, drop("placementType")),
    ),
    Drift(
        "life.change-list-price",
        "a change is charged at the list price, whatever special price it has",
        "orders.create",
        "agreed prices are data of contracts now (E7)",
        lambda: bodies("orders.create", _of_type("change", drop("products.*.specialPrice"))),
    ),
    Drift(
        "life.migration-renews",
        "a migrated subscription renews although its order forbids it",
        "orders.create",
        "the field is read only for vendors with such a program (E7)",
        lambda: bodies("orders.create", _of_type("migration", drop("autorenewal"))),
    ),
    Drift(
        "life.renewal-number",
        "an automatic renewal has no purchase order number",
        "orders.get",
        "renewals repeat the number of the first order (E8)",
        lambda: responses("orders.get", _renewal(put("poNumber", None))),
    ),
    Drift(
        "life.modified-stays",
        "the day of the last change is always that of the creation",
        "subscriptions.get",
        "ended subscriptions show the day of the decision (E11)",
        lambda: responses("subscriptions.get", _dated("lastModifiedDate")),
    ),
    Drift(
        "looser.parts-of-units",
        "quantities are cut to whole numbers",
        "orders.estimate orders.create",
        "quantities are sent as decimal text (F17)",
        lambda: bodies("orders.estimate orders.create", change("products.*.quantity", _whole)),
    ),
    Drift(
        "stricter.null",
        "null is read as an empty text",
        "orders.create",
        "real clients send null for absent (E14)",
        lambda: bodies("orders.create", _empty_for_null),
    ),
    Drift(
        "headers.retry-after-short",
        "Retry-After is one second, whatever is left of the minute",
        "*",
        "gateways round it down (B4)",
        lambda: headers("*", _one_second),
    ),
    Drift(
        "looser.alignment",
        "an alignment without its subscription is aligned with the month",
        "orders.estimate",
        "a default for a field that clients do not send (E7)",
        lambda: bodies("orders.estimate", _with_the_month),
    ),
)
