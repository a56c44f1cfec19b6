"""List rows that differ from the detail responses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import change, drop, mapped, put
from marketplace_contracts.drift.faults import (
    FaultPart,
    requests,
    responses,
    rows,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request


def _next_day(text: Any) -> Any:
    return f"{text[:8]}{min(28, int(text[8:]) % 28 + 1):02d}" if isinstance(text, str) else text


def _one_parent(where: str) -> FaultPart:
    """Return the list of the first parent, whichever one the path names."""
    first: list[dict[str, str]] = []

    def new(request: Request) -> Request:
        first.append(dict(request.ids))
        return replace(request, ids=first[0])

    return requests(where, new)


def _stale_rows(where: str) -> FaultPart:
    """Return rows as they were when first listed."""
    shown: dict[str, Any] = {}
    return rows(where, lambda data: [shown.setdefault(row["id"], row) for row in data])


DRIFTS = (
    Drift(
        "detail.status-code-missing",
        "orders have a statusCode in rows only",
        "orders.get",
        "a field that moves from details to rows or back (G3)",
        lambda: responses("orders.get", drop("statusCode")),
    ),
    Drift(
        "detail.status-stale",
        "rows of orders show the status of yesterday",
        "orders.list",
        "an index that follows the store (D6)",
        lambda: responses("orders.list", mapped("data.*.status", {"processing": "submitted"})),
    ),
    Drift(
        "detail.name-cut",
        "names in rows of customers are cut",
        "customers.list",
        "a column that is shorter elsewhere",
        lambda: responses("customers.list", change("data.*.name", lambda name: name[:10])),
    ),
    Drift(
        "detail.expiry-differs",
        "rows of subscriptions end a day later than their details",
        "subscriptions.list",
        "the last day in one place, the first day after it in the other (F20)",
        lambda: responses("subscriptions.list", change("data.*.expirationDate", _next_day)),
    ),
    Drift(
        "detail.plan-missing",
        "subscriptions have a planId in rows only",
        "subscriptions.get",
        "planId is on rows by surprise (F19)",
        lambda: responses("subscriptions.get", drop("planId")),
    ),
    Drift(
        "detail.renewal-differs",
        "rows of subscriptions claim that all of them renew",
        "subscriptions.list",
        "a default instead of a value that is not loaded",
        lambda: responses("subscriptions.list", put("data.*.renewalStatus", value=True)),
    ),
    Drift(
        "detail.format-differs",
        "formats of reports are lower case in details and upper case in rows",
        "reports.get",
        "file and service differ in the case (F18)",
        lambda: responses("reports.get", change("format", str.lower)),
    ),
    Drift(
        "detail.plan-periods",
        "periods of plans are missing in details",
        "plans.get",
        "details and rows are built by different code",
        lambda: responses("plans.get", drop("subscriptionPeriods")),
    ),
    Drift(
        "detail.address-lost",
        "details of customers are as sparse as rows",
        "customers.get",
        "rows lost the same fields (F1)",
        lambda: responses(
            "customers.get", drop("address", "contactPersons", "language", "attributes")
        ),
    ),
    Drift(
        "detail.one-parent",
        "each reseller has the customers of one",
        "resellers.list_customers",
        "the operation was added late and has no known user (E3)",
        lambda: _one_parent("resellers.list_customers"),
    ),
    Drift(
        "detail.row-stale",
        "rows of customers do not show changes",
        "customers.list",
        "lists are served from a search index",
        lambda: _stale_rows("customers.list"),
    ),
)
