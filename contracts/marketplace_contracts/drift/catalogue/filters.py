"""Filters, and requests that are refused or accepted otherwise than before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import drop
from marketplace_contracts.drift.faults import (
    Part,
    asked,
    bodies,
    number,
    parameter,
    refuse,
    requests,
    rewrite,
    sent,
    without,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response


def _narrowed(where: str, name: str, keep: Callable[[Any, str], bool]) -> Part:
    """The filter is taken from the service and done here, in another way."""

    def new(request: Request, response: Response) -> Response:
        wanted = asked(request, name)
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
    """Of two filters only the first one counts."""
    names = ("customerId", "status", "subscriptionId", "orderNumber", "statusCode")
    used = [name for name, _ in request.query if name in names]
    kept = tuple(pair for pair in request.query if pair[0] not in used[1:])
    return replace(request, query=kept)


def _counts_all(request: Request, response: Response) -> Response:
    """The total does not follow the filter."""
    if asked(request, "status") is None:
        return response
    told = {**response.body["pagination"], "total": 400}
    return replace(response, body={**response.body, "pagination": told})


def _day_later(text: str) -> str:
    return f"{text[:10]}T23:59:59Z" if len(text) > 10 else text


FILTER = (
    Drift(
        "filter.status-ignored",
        "orders are not filtered by status",
        "orders.list",
        "nobody is known to have tried it (D9)",
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
        "rows do not show the field, so nobody sees it (E8)",
        lambda: without("orders.list", "subscriptionId"),
    ),
    Drift(
        "filter.reseller-ignored",
        "customers are not filtered by reseller",
        "customers.list",
        "the filter came without a description (H)",
        lambda: without("customers.list", "resellerId"),
    ),
    Drift(
        "filter.email-ignored",
        "customers are not filtered by e-mail address",
        "customers.list",
        "rows do not show the field, so nobody sees it (E2)",
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
        "similar names match, says the documentation (E2)",
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
        "total counts all orders, whatever the filter",
        "orders.list",
        "a count of its own, without the filter (D2)",
        lambda: rewrite("orders.list", _counts_all, 200),
    ),
    Drift(
        "filter.nothing-found",
        "a filter by status gives nothing",
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
        "unknown query parameters are answered 400",
        "*.list",
        "strictness is a setting of the framework (D9)",
        lambda: refuse(
            "*.list resellers.list_*",
            lambda request: any(name.startswith("no") for name, _ in request.query),
            "Unknown parameter",
        ),
    ),
)


def _lacks(*names: str) -> Callable[[Request], bool]:
    return lambda request: any(name not in (sent(request) or {}) for name in names)


def _more_than(most: int) -> Callable[[Request], bool]:
    return lambda request: number(asked(request, "limit"), 0) > most


STRICTER = (
    Drift(
        "stricter.limit-100",
        "a limit above 100 is refused",
        "*.list",
        "500 was seen to work; there is no documented maximum (D3)",
        lambda: refuse("*.list", _more_than(100), "limit must not be more than 100"),
    ),
    Drift(
        "stricter.name-on-change",
        "a change of a customer has to send the name",
        "customers.update",
        "one schema for both creation and change (H)",
        lambda: refuse("customers.update", _lacks("name"), "name is required"),
    ),
    Drift(
        "stricter.tax-id",
        "a customer needs a tax id",
        "customers.create resellers.create_customer",
        "fields become required over versions, as marketplace did (F26, G3)",
        lambda: refuse(
            "customers.create resellers.create_customer",
            lambda request: len(str((sent(request) or {}).get("taxRegId", ""))) < 20,
            "taxRegId is required in its long form",
        ),
    ),
    Drift(
        "stricter.order-number",
        "a sale needs a poNumber that begins with PO",
        "orders.create",
        "a rule of one reseller that becomes one of all (F23)",
        lambda: refuse(
            "orders.create orders.estimate",
            lambda request: not str((sent(request) or {}).get("poNumber") or "").startswith("PO"),
            "poNumber must begin with PO",
        ),
    ),
    Drift(
        "stricter.quantity-text",
        "quantities have to be sent as text",
        "orders.create",
        "the documentation sends them so (F17)",
        lambda: refuse(
            "orders.create orders.estimate",
            lambda request: any(
                isinstance(line, dict) and isinstance(line.get("quantity"), int | float)
                for line in (sent(request) or {}).get("products") or []
            ),
            "quantity must be a string",
        ),
    ),
    Drift(
        "stricter.report-end",
        "a report needs an end",
        "reports.create",
        "start and end became writable together (G2)",
        lambda: refuse("reports.create", _lacks("endDate", "customizationName"), "end is missing"),
    ),
    Drift(
        "stricter.client-id",
        "calls need the header X-Client-Id",
        "*",
        "the documentation names it since 1.14 (A12, F24)",
        lambda: rewrite("orders.create", _no_client, 200),
    ),
    Drift(
        "stricter.renewal-flag",
        "renewalStatus cannot be changed any more",
        "subscriptions.update",
        "renewal moves to orders of its own (E7)",
        lambda: refuse(
            "subscriptions.update",
            lambda request: "renewalStatus" in (sent(request) or {}),
            "renewalStatus is read-only",
        ),
    ),
)


def _no_client(request: Request, response: Response) -> Response:
    body = {
        "timeStamp": "2026-11-02T08:00:00.000+00:00",
        "status": 400,
        "message": "X-Client-Id is required",
        "path": request.path,
        "correlationId": response.headers["X-Correlation-ID"],
    }
    return replace(response, status=400, body=body)


def _filled(request: Request) -> Request:
    """A body without a name gets one."""
    body = sent(request)
    if not isinstance(body, dict) or isinstance(body.get("name"), str):
        return request
    return replace(request, body=json.dumps({**body, "name": "Unnamed"}).encode())


def _positive(request: Request) -> Request:
    """Quantities below one become one."""
    body = sent(request)
    if not isinstance(body, dict) or not isinstance(body.get("products"), list):
        return request
    lines = [
        {**line, "quantity": 1} if isinstance(line, dict) and _below(line) else line
        for line in body["products"]
    ]
    return replace(request, body=json.dumps({**body, "products": lines}).encode())


def _below(line: dict[str, Any]) -> bool:
    quantity = line.get("quantity")
    return isinstance(quantity, int | float) and quantity < 1


def _as_json(request: Request) -> Request:
    return replace(request, headers={**request.headers, "content-type": "application/json"})


def _real(text: str) -> str | None:
    known = {"pending", "active", "hold", "terminated", "removed", "unknown"}
    return text if text in known else None


LOOSER = (
    Drift(
        "looser.limit",
        "a limit below one or of letters is taken for none",
        "*.list",
        "what cannot be read is left out",
        lambda: parameter("*.list", "limit", lambda t: t if number(t, 0) > 0 else None),
    ),
    Drift(
        "looser.offset",
        "an offset below zero is taken for none",
        "*.list",
        "what cannot be read is left out",
        lambda: parameter("*.list", "offset", lambda t: t if number(t, -1) >= 0 else None),
    ),
    Drift(
        "looser.status",
        "a status that is no status is taken for none, so everything comes",
        "subscriptions.list",
        "a list of statuses is refused today (F10)",
        lambda: parameter("subscriptions.list", "status", _real),
    ),
    Drift(
        "looser.name",
        "customers need no name",
        "customers.create",
        "required lists were emptied in 1.15 (G2)",
        lambda: requests("customers.create", _filled),
    ),
    Drift(
        "looser.media",
        "bodies of any content type are read as JSON",
        "customers.create reports.create orders.create",
        "another framework does so (C4)",
        lambda: requests("customers.create reports.create orders.create", _as_json),
    ),
    Drift(
        "looser.attributes",
        "attributes that are no text are accepted and left out",
        "customers.create",
        "attributes came late (G2)",
        lambda: bodies("customers.create", drop("attributes")),
    ),
    Drift(
        "looser.quantity",
        "a quantity below one is taken for one",
        "orders.create orders.estimate",
        "an order nobody wanted (E7)",
        lambda: requests("orders.create orders.estimate", _positive),
    ),
)

DRIFTS = FILTER + STRICTER + LOOSER
