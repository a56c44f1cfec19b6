"""Answers as a whole: what is wrapped around them, statuses, headers, content types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import both, drop, put, rename
from marketplace_contracts.drift.faults import (
    asked,
    headers,
    media,
    number,
    responses,
    rewrite,
    status,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response

CORRELATION = "X-Correlation-ID"
HTML = "text/html"


def _page(_: str) -> str:
    return "<html><head><title>Sign in</title></head></html>"


def _empty_is(code: int) -> Any:
    def new(_: Request, response: Response) -> Response:
        return replace(response, status=code, body=None) if not response.body["data"] else response

    return new


def _beyond(request: Request, response: Response) -> Response:
    """The page after the last one is an error."""
    offset = number(asked(request, "offset"), 0)
    if offset and offset >= response.body["pagination"]["total"]:
        message = f"offset {offset} is out of range"
        return replace(response, status=404, body=_service_error(request, 404, message, response))
    return response


def _service_error(request: Request, code: int, message: str, response: Response) -> dict[str, Any]:
    return {
        "timeStamp": "2026-11-02T08:00:00.000+00:00",
        "status": code,
        "message": message,
        "path": request.path,
        "correlationId": response.headers[CORRELATION],
    }


ENVELOPE = (
    Drift(
        "envelope.wrapped",
        "an order is wrapped in data",
        "orders.get orders.create",
        "the links of the published file point into such a wrapper (H)",
        lambda: responses("orders.get orders.create", lambda body: {"data": body}),
    ),
    Drift(
        "envelope.bare-list",
        "plans come as a bare list",
        "plans.list",
        "lists of 1.1 had no page around them (D10)",
        lambda: responses("plans.list", lambda body: body["data"]),
    ),
    Drift(
        "envelope.items",
        "rows are in items",
        "products.list",
        "another framework for paging",
        lambda: responses("products.list", rename("data", "items")),
    ),
    Drift(
        "envelope.no-pagination",
        "lists of subscriptions do not say where they are",
        "subscriptions.list",
        "lists of 1.1 had no page around them (D10)",
        lambda: responses("subscriptions.list", drop("pagination")),
    ),
    Drift(
        "envelope.flat-pagination",
        "offset, limit and total stand beside the rows",
        "customers.list",
        "another framework for paging",
        lambda: responses(
            "customers.list", lambda body: {"data": body["data"], **body["pagination"]}
        ),
    ),
    Drift(
        "envelope.validation-bare",
        "results of validation are a bare list",
        "validation.*",
        "a page around them makes no sense (H)",
        lambda: responses("validation.*", lambda body: body["data"]),
    ),
    Drift(
        "envelope.no-content",
        "an empty list is answered 204",
        "*.list",
        "empty collections changed their form with 1.5 (D7)",
        lambda: rewrite("*.list*", _empty_is(204), 200),
    ),
)

STATUS = (
    Drift(
        "status.created",
        "creations are answered 201",
        "*.create*",
        "what a textbook says; 200 is the surprise (C2)",
        lambda: status("*.create*", 200, 201),
    ),
    Drift(
        "status.accepted",
        "orders are answered 202",
        "orders.create",
        "orders are processed after the answer (E6)",
        lambda: status("orders.create", 200, 202),
    ),
    Drift(
        "status.no-content",
        "changes are answered 204 without a body",
        "*.update",
        "a common habit of PATCH",
        lambda: status("*.update", 200, 204, None),
    ),
    Drift(
        "status.unknown-null",
        "an unknown id is answered 200 with null",
        "*.get",
        "validations came back null until 1.5 (C11)",
        lambda: status("*.get", 404, 200, None),
    ),
    Drift(
        "status.unknown-500",
        "an unknown id is answered 500",
        "*.get",
        "a missing entity that nobody catches (C8)",
        lambda: (
            status("*.get", 404, 500)
            & responses("*.get", both(put("status", 500), put("message", "Unexpected error")), 500)
        ),
    ),
    Drift(
        "status.unknown-403",
        "an unknown id is answered 403",
        "*.get",
        "hiding what exists is a common advice",
        lambda: status("*.get", 404, 403) & responses("*.get", put("status", 403), 403),
    ),
    Drift(
        "status.conflict-409",
        "a conflict is answered 409",
        "orders.create",
        "what a textbook says; 500 is the surprise (C7)",
        lambda: (
            status("orders.create", 500, 409) & responses("orders.create", put("status", 409), 409)
        ),
    ),
    Drift(
        "status.invalid-422",
        "an invalid body is answered 422",
        "*.create *.update validation.*",
        "the default of several frameworks (C13)",
        lambda: (
            status("*.create *.update validation.*", 400, 422)
            & responses("*.create *.update validation.*", put("status", 422), 422)
        ),
    ),
    Drift(
        "status.validation-400",
        "a parameter that fails makes the whole validation fail",
        "validation.*",
        "a failed validation as 200 is the surprise (C14)",
        lambda: rewrite("validation.*", _failed_validation, 200),
    ),
    Drift(
        "status.empty-404",
        "an empty list is answered 404",
        "orders.list",
        "a common habit; nothing was found (D7)",
        lambda: rewrite("orders.list", _no_rows_404, 200),
    ),
    Drift(
        "status.beyond-404",
        "a page beyond the last one is answered 404",
        "*.list",
        "a common habit of page numbers (D1)",
        lambda: rewrite("*.list*", _beyond, 200),
    ),
    Drift(
        "status.list-500",
        "the list of subscriptions is answered 500 for some statuses",
        "subscriptions.list",
        "the list answered 500 until 1.9 (C11)",
        lambda: rewrite("subscriptions.list", _pending_500, 200),
    ),
)


def _failed_validation(request: Request, response: Response) -> Response:
    results = [p["result"] for row in response.body["data"] for p in row["parameters"]]
    if "error" not in results:
        return response
    message = "A parameter is not valid"
    return replace(response, status=400, body=_service_error(request, 400, message, response))


def _no_rows_404(request: Request, response: Response) -> Response:
    if response.body["data"]:
        return response
    body = _service_error(request, 404, "No orders were found", response)
    return replace(response, status=404, body=body)


def _pending_500(request: Request, response: Response) -> Response:
    if asked(request, "status") != "pending":
        return response
    body = _service_error(request, 500, "Cannot convert the value of a date", response)
    return replace(response, status=500, body=body)


def _no_correlation(found: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in found.items() if name != CORRELATION}


def _request_id(found: Mapping[str, str]) -> Mapping[str, str]:
    return {("X-Request-ID" if name == CORRELATION else name): found[name] for name in found}


HEADERS = (
    Drift(
        "headers.correlation-gone",
        "answers have no correlation id",
        "*",
        "the header is gone from the 1.15 file (C12)",
        lambda: headers("*", _no_correlation),
    ),
    Drift(
        "headers.correlation-renamed",
        "the correlation id is in X-Request-ID",
        "*",
        "another gateway in front (B1)",
        lambda: headers("*", _request_id),
    ),
    Drift(
        "headers.correlation-differs",
        "errors have another correlation id in the body than in the header",
        "*",
        "gateway and service each make one (C3, C12)",
        lambda: headers("*", lambda found: {**found, CORRELATION: "a8n-0"}),
    ),
    Drift(
        "headers.correlation-constant",
        "every good answer has the same correlation id",
        "*.get *.list",
        "a cache that keeps headers",
        lambda: rewrite(
            "*.get *.list",
            lambda _, response: replace(
                response, headers={**response.headers, CORRELATION: "a8n-1"}
            ),
            200,
        ),
    ),
    Drift(
        "headers.correlation-empty",
        "the correlation id is empty",
        "*.list",
        "a field that nobody fills",
        lambda: headers("*.list", lambda found: {**found, CORRELATION: ""}),
    ),
)

CONTENT = (
    Drift(
        "content.text-json",
        "JSON calls itself text/json",
        "orders.get",
        "an older name of the same thing",
        lambda: media("orders.get", "text/json", str, 200),
    ),
    Drift(
        "content.plain",
        "JSON calls itself text/plain",
        "reports.list",
        "files and lists of reports come from a storage (E12)",
        lambda: media("reports.list", "text/plain", str, 200),
    ),
    Drift(
        "content.html",
        "a page to sign in comes with 200",
        "customers.list",
        "what a proxy does to calls it does not know (A13)",
        lambda: media("customers.list", HTML, _page, 200),
    ),
    Drift(
        "content.html-errors",
        "errors of 404 are HTML",
        "*.get",
        "the front server answers in place of the service (C6)",
        lambda: media("*.get", HTML, _page, 404),
    ),
    Drift(
        "content.problem",
        "errors are application/problem+json",
        "*",
        "the default of the next version of a framework (C4)",
        lambda: media("*", "application/problem+json", str, 400, 404),
    ),
    Drift(
        "content.twice",
        "the body is JSON in a JSON text",
        "subscriptions.get",
        "a value that is serialised twice, as in parameters (F16)",
        lambda: responses("subscriptions.get", json.dumps),
    ),
    Drift(
        "content.broken",
        "long lists are cut off",
        "products.list",
        "a limit of the gateway on the size of answers (B1)",
        lambda: media(
            "products.list", "application/json; charset=utf-8", lambda text: text[:20_000], 200
        ),
    ),
    Drift(
        "content.charset",
        "JSON names its character set",
        "orders.get",
        "other frameworks do so",
        lambda: media("orders.get", "application/json; charset=utf-8", str, 200),
        unpromised="parameters of a content type change nothing for a reader",
    ),
)


DRIFTS = ENVELOPE + STATUS + HEADERS + CONTENT
