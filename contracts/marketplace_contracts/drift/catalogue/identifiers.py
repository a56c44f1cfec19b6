"""Identifiers that change, collide or lose their form."""

from __future__ import annotations

from typing import Any

from marketplace_contracts.drift.edits import both, change, put
from marketplace_contracts.drift.faults import (
    responses,
)
from marketplace_contracts.drift.model import Drift


def _billing(number: str) -> str:
    return number.replace("SO", "BO")


def _itself(body: Any) -> Any:
    return {**body, "subscriptionId": body["id"]} if "subscriptionId" in body else body


def _next_ids(body: Any) -> Any:
    found = body["data"]
    ids = [row["id"] for row in found]
    return {
        **body,
        "data": [{**row, "id": one} for row, one in zip(found, ids[1:] + ids[:1], strict=True)],
    }


DRIFTS = (
    Drift(
        "ids.prefixed",
        "ids of orders have a prefix",
        "orders.*",
        "order numbers have one (E6)",
        lambda: responses(
            "orders.*",
            both(change("id", lambda i: f"O-{i}"), change("data.*.id", lambda i: f"O-{i}")),
        ),
    ),
    Drift(
        "ids.uuid",
        "ids of subscriptions in lists are UUIDs",
        "subscriptions.list",
        "reports have such ids (E12)",
        lambda: responses(
            "subscriptions.list",
            change("data.*.id", lambda i: f"00000000-0000-4000-8000-{int(i):012d}"),
        ),
    ),
    Drift(
        "ids.report-number",
        "ids of reports are numbers",
        "reports.create reports.get",
        "the form of these ids changed before (G2)",
        lambda: responses("reports.create reports.get", put("id", "4711")),
    ),
    Drift(
        "ids.of-another",
        "rows of customers have the id of the next one",
        "customers.list",
        "two lists that are zipped and shifted",
        lambda: responses("customers.list", _next_ids),
    ),
    Drift(
        "ids.customer-unknown",
        "orders refer to a customer that cannot be read",
        "orders.get",
        "accounts have ids in several systems (E6)",
        lambda: responses("orders.get", change("customerId", lambda i: f"9{i}")),
    ),
    Drift(
        "ids.subscription-is-order",
        "orders refer to themselves as their subscription",
        "orders.get",
        "ranges of the two ids overlap (E6)",
        lambda: responses("orders.get", _itself),
    ),
    Drift(
        "ids.get-another",
        "reading a customer gives another customer",
        "customers.get",
        "a cache with a wrong key",
        lambda: responses("customers.get", put("id", "1000611")),
    ),
    Drift(
        "ids.order-number-gone",
        "a sale has the number of a billing order",
        "orders.*",
        "the platform has such numbers too (E6)",
        lambda: responses(
            "orders.*",
            both(change("orderNumber", _billing), change("data.*.orderNumber", _billing)),
        ),
    ),
)
