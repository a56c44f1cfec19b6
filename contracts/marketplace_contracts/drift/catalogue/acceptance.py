"""Requests that are refused or accepted, unlike before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import change, drop, put
from marketplace_contracts.drift.faults import (
    FaultPart,
    bodies,
    number,
    parameter,
    query_value,
    refuse,
    requests,
    rewrite,
    sent,
)
from marketplace_contracts.drift.memory import (
    NOTHING,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response


def _lacks(*names: str) -> Callable[[Request], bool]:
    return lambda request: any(name not in (sent(request) or {}) for name in names)


def _more_than(most: int) -> Callable[[Request], bool]:
    return lambda request: number(query_value(request, "limit"), 0) > most


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
    """Add a name to a body without one."""
    body = sent(request)
    if not isinstance(body, dict) or isinstance(body.get("name"), str):
        return request
    return replace(request, body=json.dumps({**body, "name": "Unnamed"}).encode())


def _positive(request: Request) -> Request:
    """Set quantities below one to one."""
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


def _seats_patched() -> FaultPart:
    """Accept and keep seats in a PATCH."""
    seats: dict[str, Any] = {}

    def edit(request: Request) -> Request:
        body = sent(request)
        lines = body.get("products") if isinstance(body, dict) else None
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, dict) and "quantity" in line:
                seats[request.ids["id"]] = line.pop("quantity")
        return replace(request, body=json.dumps(body).encode())

    def show(request: Request, response: Response) -> Response:
        quantity = seats.get(request.ids["id"])
        if quantity is None:
            return response
        return replace(response, body=put("products.*.quantity", quantity)(response.body))

    return requests("subscriptions.update", edit) & rewrite("subscriptions.get", show, 200)


def _any_customer(where: str) -> FaultPart:
    """Place an order for an unknown customer for one that ordered before."""
    known: list[str] = []

    def new(body: Any) -> Any:
        given = str(body.get("customerId"))
        if not given.startswith(NOTHING[:6]):
            known.append(given)
        elif known:
            return {**body, "customerId": known[-1]}
        return body

    return bodies(where, new)


DRIFTS = (
    Drift(
        "stricter.limit-100",
        "a limit above 100 is refused",
        "*.list",
        "500 was seen to work; there is no documented maximum (D3)",
        lambda: refuse("*.list", _more_than(100), "limit must not be more than 100"),
    ),
    Drift(
        "stricter.name-on-change",
        "a change of a customer must send the name",
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
        "quantities must be sent as text",
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
        "renewalStatus can no longer be changed",
        "subscriptions.update",
        "renewal moves to orders of its own (E7)",
        lambda: refuse(
            "subscriptions.update",
            lambda request: "renewalStatus" in (sent(request) or {}),
            "renewalStatus is read-only",
        ),
    ),
    Drift(
        "looser.limit",
        "a limit below one or of letters is ignored",
        "*.list",
        "what cannot be read is left out",
        lambda: parameter("*.list", "limit", lambda t: t if number(t, 0) > 0 else None),
    ),
    Drift(
        "looser.offset",
        "an offset below zero is ignored",
        "*.list",
        "what cannot be read is left out",
        lambda: parameter("*.list", "offset", lambda t: t if number(t, -1) >= 0 else None),
    ),
    Drift(
        "looser.status",
        "an invalid status is ignored, so all rows are returned",
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
        "attributes that are not text are accepted and left out",
        "customers.create",
        "attributes came late (G2)",
        lambda: bodies("customers.create", drop("attributes")),
    ),
    Drift(
        "looser.quantity",
        "a quantity below one is set to one",
        "orders.create orders.estimate",
        "an order that the caller did not want (E7)",
        lambda: requests("orders.create orders.estimate", _positive),
    ),
    Drift(
        "looser.seats-patched",
        "seats can be changed by a PATCH",
        "subscriptions.update",
        "callers expect this and send it (E11)",
        _seats_patched,
    ),
    Drift(
        "looser.customer-unknown",
        "an order for a customer that does not exist is accepted",
        "orders.create orders.estimate",
        "references are resolved later, when the order is processed (C8)",
        lambda: _any_customer("orders.create orders.estimate"),
    ),
    Drift(
        "looser.quantity-limit",
        "more than the maximum can be ordered, and is cut",
        "orders.create orders.estimate",
        "limits are text, and text was compared (E4)",
        lambda: bodies(
            "orders.create orders.estimate",
            change("products.*.quantity", lambda n: min(n, 100) if type(n) is int else n),
        ),
    ),
    Drift(
        "looser.status-settable",
        "an update takes states that only the service may set",
        "customers.update",
        "status lost its read-only flag after 1.1 (G2)",
        lambda: bodies(
            "customers.update",
            change("status", lambda s: "creditHold" if s in {"adminHold", "cancelled"} else s),
        ),
    ),
)
