"""Responses as a whole: envelope, headers, content type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import change, drop, rename
from marketplace_contracts.drift.faults import (
    bodies,
    headers,
    media,
    responses,
    rewrite,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.service import CORRELATION_HEADER

HTML = "text/html"


def _page(_: str) -> str:
    return "<html><head><title>Sign in</title></head></html>"


def _empty_is(code: int) -> Any:
    def new(_: Request, response: Response) -> Response:
        return replace(response, status=code, body=None) if not response.body["data"] else response

    return new


def _no_correlation(found: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in found.items() if name != CORRELATION_HEADER}


def _request_id(found: Mapping[str, str]) -> Mapping[str, str]:
    return {("X-Request-ID" if name == CORRELATION_HEADER else name): found[name] for name in found}


ACCOUNTS = "customers.create customers.update"


def _one_id(_: Request, response: Response) -> Response:
    values = "a8n-00000000-1111-4222-8333-444444444444"
    body = (
        {**response.body, "correlationId": values}
        if "correlationId" in response.body
        else response.body
    )
    shown = {n: values if n == "X-Correlation-ID" else v for n, v in response.headers.items()}
    return replace(response, body=body, headers=shown)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def _in_ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _untold(_: Request, response: Response) -> Response:
    kept = {name: value for name, value in response.headers.items() if name != "Retry-After"}
    return replace(response, headers=kept)


DRIFTS = (
    Drift(
        "envelope.wrapped",
        "an order is wrapped in data",
        "orders.get orders.create",
        "the links of the published file point into such a wrapper (H)",
        lambda: responses("orders.get orders.create", lambda body: {"data": body}),
    ),
    Drift(
        "envelope.bare-list",
        "plans are a bare list",
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
        "lists of subscriptions have no pagination",
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
        "an empty list returns 204",
        "*.list",
        "empty collections changed their form with 1.5 (D7)",
        lambda: rewrite("*.list*", _empty_is(204), 200),
    ),
    Drift(
        "headers.correlation-gone",
        "responses have no correlation id",
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
        lambda: headers("*", lambda found: {**found, CORRELATION_HEADER: "a8n-0"}),
    ),
    Drift(
        "headers.correlation-constant",
        "every successful response has the same correlation id",
        "*.get *.list",
        "a cache that keeps headers",
        lambda: rewrite(
            "*.get *.list",
            lambda _, response: replace(
                response, headers={**response.headers, CORRELATION_HEADER: "a8n-1"}
            ),
            200,
        ),
    ),
    Drift(
        "headers.correlation-empty",
        "the correlation id is empty",
        "*.list",
        "a field that is never filled",
        lambda: headers("*.list", lambda found: {**found, CORRELATION_HEADER: ""}),
    ),
    Drift(
        "headers.correlation-of-refusals",
        "all refusals have the same correlation id",
        "*",
        "a layer in front refuses before a request gets its id (C12)",
        lambda: rewrite("*", _one_id, 400, 401, 403, 404),
    ),
    Drift(
        "headers.correlation-form",
        "correlation ids have lost their prefix",
        "*",
        "support tells services by the prefix (C12)",
        lambda: headers("*", lambda values: {n: v.removeprefix("a8n-") for n, v in values.items()}),
    ),
    Drift(
        "headers.retry-after-gone",
        "a 429 has no Retry-After",
        "*",
        "one client assumes a minute, since it may be missing (B4, B5)",
        lambda: rewrite("*", _untold, 429),
    ),
    Drift(
        "content.text-json",
        "JSON has the content type text/json",
        "orders.get",
        "an older name of the same thing",
        lambda: media("orders.get", "text/json", str, 200),
    ),
    Drift(
        "content.plain",
        "JSON has the content type text/plain",
        "reports.list",
        "files and lists of reports are served by a storage (E12)",
        lambda: media("reports.list", "text/plain", str, 200),
    ),
    Drift(
        "content.html",
        "a login page is returned with 200",
        "customers.list",
        "what a proxy does to calls it does not know (A13)",
        lambda: media("customers.list", HTML, _page, 200),
    ),
    Drift(
        "content.html-errors",
        "errors of 404 are HTML",
        "*.get",
        "the front server responds instead of the service (C6)",
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
        "a limit of the gateway on the size of responses (B1)",
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
    Drift(
        "content.another-json",
        "customers are sent as application/hal+json",
        "customers.*",
        "frameworks send their own JSON type by default",
        lambda: media("customers.*", "application/hal+json", lambda text: text, 200),
    ),
    Drift(
        "content.ascii-only",
        "letters beyond ASCII become question marks",
        ACCOUNTS,
        "an older system behind the service stores another encoding",
        lambda: bodies(ACCOUNTS, change("name", _in_ascii)),
    ),
    Drift(
        "content.escaped",
        "text is escaped for HTML",
        "customers.update customers.get",
        "output meant for pages is sent as JSON",
        lambda: responses("customers.update customers.get", change("**.name", _escaped)),
    ),
)
