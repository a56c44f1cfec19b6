"""Filters of lists that are ignored or match differently."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.faults import (
    FaultPart,
    number,
    parameter,
    query_value,
    refuse,
    requests,
    rewrite,
    without,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response


def _narrowed(where: str, name: str, keep: Callable[[Any, str], bool]) -> FaultPart:
    """Hide the filter from the service and apply it here in another way."""

    def new(request: Request, response: Response) -> Response:
        wanted = query_value(request, name)
        if wanted is None:
            return response
        kept = [row for row in response.body["data"] if keep(row, wanted)]
        total = {**response.body["pagination"], "total": len(kept)}
        return replace(response, body={**response.body, "data": kept, "pagination": total})

    return without(where, name) & rewrite(where, new, 200)


def _contains(field: str) -> Callable[[Any, str], bool]:
    return lambda row, wanted: wanted in str(row.get(field, ""))


def _starts(field: str) -> Callable[[Any, str], bool]:
    return lambda row, wanted: str(row.get(field, "")).startswith(wanted)


def _equals(field: str) -> Callable[[Any, str], bool]:
    return lambda row, wanted: str(row.get(field, "")) == wanted


def _either(request: Request) -> Request:
    """Apply only the first one of two filters."""
    names = ("customerId", "status", "subscriptionId", "orderNumber", "statusCode")
    used = [name for name, _ in request.query if name in names]
    kept = tuple(pair for pair in request.query if pair[0] not in used[1:])
    return replace(request, query=kept)


def _counts_all(request: Request, response: Response) -> Response:
    """Return the total of the unfiltered list."""
    if query_value(request, "status") is None:
        return response
    pagination = {**response.body["pagination"], "total": 400}
    return replace(response, body={**response.body, "pagination": pagination})


def _day_later(text: str) -> str:
    return f"{text[:10]}T23:59:59Z" if len(text) > 10 else text


def _first_page_only(request: Request) -> Request:
    """Ignore filters if there is an offset."""
    if not number(query_value(request, "offset"), 0):
        return request
    return replace(request, query=tuple(p for p in request.query if p[0] in {"offset", "limit"}))


DRIFTS = (
    Drift(
        "filter.status-ignored",
        "orders are not filtered by status",
        "orders.list",
        "no user is known to have tried it (D9)",
        lambda: without("orders.list", "status"),
    ),
    Drift(
        "filter.customer-ignored",
        "subscriptions are not filtered by customer",
        "subscriptions.list",
        "unknown parameters are ignored, and a rename makes one unknown (D9)",
        lambda: without("subscriptions.list", "customerId"),
    ),
    Drift(
        "filter.subscription-ignored",
        "orders are not filtered by subscription",
        "orders.list",
        "rows lack the field, so callers do not see it (E8)",
        lambda: without("orders.list", "subscriptionId"),
    ),
    Drift(
        "filter.reseller-ignored",
        "customers are not filtered by reseller",
        "customers.list",
        "the filter was added without a description (H)",
        lambda: without("customers.list", "resellerId"),
    ),
    Drift(
        "filter.email-ignored",
        "customers are not filtered by e-mail address",
        "customers.list",
        "rows lack the field, so callers do not see it (E2)",
        lambda: without("customers.list", "email"),
    ),
    Drift(
        "filter.vendor-ignored",
        "the catalogue is not filtered by vendor",
        "products.list",
        "the filter is younger than the list (E4)",
        lambda: without("products.list", "vendor"),
    ),
    Drift(
        "filter.from-ignored",
        "orders are not filtered by the beginning of a span",
        "orders.list",
        "twelve names for it were tried in vain (D9)",
        lambda: without("orders.list", "creationTimeFrom"),
    ),
    Drift(
        "filter.reports-status-ignored",
        "reports are not filtered by status",
        "reports.list",
        "the list ignores offset and limit too (D8)",
        lambda: without("reports.list", "status"),
    ),
    Drift(
        "filter.number-contains",
        "a part of an order number is enough",
        "orders.list",
        "an exact filter that becomes a search",
        lambda: (
            _narrowed("orders.list", "orderNumber", _contains("orderNumber"))
            & parameter("orders.list", "limit", lambda _: "500")
        ),
    ),
    Drift(
        "filter.external-prefix",
        "the beginning of an externalId is enough",
        "customers.list",
        "an exact filter that becomes a search (E2)",
        lambda: _narrowed("customers.list", "externalId", _starts("externalId")),
    ),
    Drift(
        "filter.name-exact",
        "the whole name of a customer is needed",
        "customers.list",
        "similar names match by the documentation (E2)",
        lambda: _narrowed("customers.list", "name", _equals("name")),
    ),
    Drift(
        "filter.mpn-prefix",
        "the beginning of an MPN is enough",
        "products.list",
        "an exact filter that becomes a search (E4)",
        lambda: _narrowed("products.list", "mpn", _starts("mpn")),
    ),
    Drift(
        "filter.to-day",
        "the end of a span is the end of its day",
        "orders.list",
        "dates and times are mixed up: other lists take dates (E11)",
        lambda: parameter("orders.list", "creationTimeTo", _day_later),
    ),
    Drift(
        "filter.first-only",
        "of several filters only the first one counts",
        "orders.list",
        "filters that are written as if and else",
        lambda: requests("orders.list", _either),
    ),
    Drift(
        "filter.total-of-all",
        "total counts all orders, ignoring the filter",
        "orders.list",
        "a count of its own, without the filter (D2)",
        lambda: rewrite("orders.list", _counts_all, 200),
    ),
    Drift(
        "filter.always-empty",
        "a filter by status returns no rows",
        "subscriptions.list",
        "values of the enumeration changed and the filter did not",
        lambda: _narrowed("subscriptions.list", "status", lambda *_: False),
    ),
    Drift(
        "filter.format-case",
        "reports are found by a format in upper case alone",
        "reports.list",
        "file and service differ in the case (F18)",
        lambda: _narrowed("reports.list", "format", _equals("format")),
    ),
    Drift(
        "filter.unknown-refused",
        "unknown query parameters return 400",
        "*.list",
        "strictness is a setting of the framework (D9)",
        lambda: refuse(
            "*.list resellers.list_*",
            lambda request: any(name.startswith("no") for name, _ in request.query),
            "Unknown parameter",
        ),
    ),
    Drift(
        "filter.first-page-only",
        "filters are forgotten on later pages",
        "orders.list",
        "pages after the first are read from another index (D2)",
        lambda: requests("orders.list", _first_page_only),
    ),
    Drift(
        "filter.offset-of-time",
        "the offset of a moment is not read",
        "orders.list",
        "timestamps have Z or offsets (E13)",
        lambda: parameter(
            "orders.list", "creationTimeFrom", lambda text: re.sub(r"[+-]\d\d:\d\d$", "Z", text)
        ),
    ),
    Drift(
        "filter.external-case",
        "the external id is matched without regard to letter case",
        "customers.list",
        "a database of another collation; the match is exact (E2)",
        lambda: parameter("customers.list", "externalId", str.upper),
    ),
)
