"""Drifts that show at a second look: later pages, other objects, later moments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from marketplace_contracts.drift.edits import change, drop, put
from marketplace_contracts.drift.faults import (
    Part,
    asked,
    bodies,
    headers,
    media,
    number,
    parameter,
    requests,
    responses,
    rewrite,
    rows,
    sent,
)
from marketplace_contracts.drift.memory import NOTHING
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response

ORDERS = "orders.create orders.get"
ACCOUNTS = "customers.create customers.update"


def _first_page_only(request: Request) -> Request:
    """Filters are forgotten once there is an offset."""
    if not number(asked(request, "offset"), 0):
        return request
    return replace(request, query=tuple(p for p in request.query if p[0] in {"offset", "limit"}))


def _one_parent(where: str) -> Part:
    """Whichever object the path names, the list of the first one that was named comes."""
    first: list[dict[str, str]] = []

    def new(request: Request) -> Request:
        first.append(dict(request.ids))
        return replace(request, ids=first[0])

    return requests(where, new)


def _seats_patched() -> Part:
    """A PATCH sets seats, and they are kept."""
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


def _any_customer(where: str) -> Part:
    """An order for a customer of nowhere goes to one that was ordered for before."""
    known: list[str] = []

    def new(body: Any) -> Any:
        given = str(body.get("customerId"))
        if not given.startswith(NOTHING[:6]):
            known.append(given)
        elif known:
            return {**body, "customerId": known[-1]}
        return body

    return bodies(where, new)


def _only_asked_for(request: Request, response: Response) -> Response:
    """Products that others depend on are not added."""
    wanted = {line.get("mpn") for line in (sent(request) or {}).get("products", [])}
    lines = [line for line in response.body.get("products", []) if line.get("mpn") in wanted]
    return replace(response, body={**response.body, "products": lines} if lines else response.body)


def _basic_everywhere() -> Part:
    """Basic credentials do in the place of a token."""
    good: dict[str, str] = {}

    def before(request: Request) -> Request:
        given = request.headers.get("authorization", "")
        if request.operation == "auth.token":
            good.setdefault("Basic", given)
        elif given.startswith("Bearer "):
            good.setdefault("Bearer", given)
        elif given and given == good.get("Basic") and "Bearer" in good:
            return replace(request, headers={**request.headers, "authorization": good["Bearer"]})
        return request

    return Part(before=before)


def _one_id(_: Request, response: Response) -> Response:
    told = "a8n-00000000-1111-4222-8333-444444444444"
    body = (
        {**response.body, "correlationId": told}
        if "correlationId" in response.body
        else response.body
    )
    shown = {n: told if n == "X-Correlation-ID" else v for n, v in response.headers.items()}
    return replace(response, body=body, headers=shown)


def _kept_renewal() -> Part:
    """The renewal date of a subscription is the first one that it had."""
    first: dict[str, str] = {}

    def new(body: Any) -> Any:
        day = body.get("renewalDate")
        return {**body, "renewalDate": first.setdefault(body["id"], day)} if day else body

    return responses("subscriptions.get", new)


def _when_done(edit: Callable[[Any], Any]) -> Part:
    """Edit sales that are completed."""

    def new(body: Any) -> Any:
        done = body.get("type") == "sales" and body.get("status") == "completed"
        return edit(body) if done else body

    return responses("orders.get", new)


def _apart(body: Any) -> Any:
    """Each line of an order has a subscription of its own."""
    lines = body.get("products", [])
    ids = (str(int(line["subscriptionId"]) + n) for n, line in enumerate(lines))
    if not all("subscriptionId" in line for line in lines) or len(lines) < 2:
        return body
    apart = [{**line, "subscriptionId": one} for line, one in zip(lines, ids, strict=True)]
    return {**body, "products": apart}


def _stale_rows(where: str) -> Part:
    """A row stays as it was first shown."""
    shown: dict[str, Any] = {}
    return rows(where, lambda data: [shown.setdefault(row["id"], row) for row in data])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def _counted() -> Part:
    numbers = count()
    return rows("products.list", lambda data: [{**row, "seen": next(numbers)} for row in data])


def _in_ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _untold(_: Request, response: Response) -> Response:
    kept = {name: value for name, value in response.headers.items() if name != "Retry-After"}
    return replace(response, headers=kept)


def _unavailable(_: Request, response: Response) -> Response:
    return replace(response, status=503)


DRIFTS = (
    Drift(
        "dropped.price-type",
        "prices no longer say what they are for, while costs do",
        "products.list",
        "fields of Price changed between 1.1 and 1.15 (G2)",
        lambda: responses("products.list", drop("data.*.prices.*.type")),
    ),
    Drift(
        "dropped.depends-on",
        "the catalogue no longer tells what a product depends on",
        "products.list",
        "details moved to an operation of their own once (E4, N15)",
        lambda: responses("products.list", drop("data.*.dependsOn")),
    ),
    Drift(
        "retyped.life-decimal",
        "the life of a token is written with a point",
        "auth.token",
        "integers became decimals before, with quantities (G2, G3)",
        lambda: responses("auth.token", change("expiresInSeconds", float)),
    ),
    Drift(
        "nulled.blank-names",
        "products have empty names",
        "products.list",
        "texts without a translation come empty",
        lambda: responses("products.list", put("data.*.name", "")),
    ),
    Drift(
        "content.another-json",
        "customers come as application/hal+json",
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
    Drift(
        "headers.correlation-of-refusals",
        "all refusals carry the same correlation id",
        "*",
        "a layer in front refuses before a request gets its id (C12)",
        lambda: rewrite("*", _one_id, 400, 401, 403, 404),
    ),
    Drift(
        "headers.correlation-form",
        "correlation ids have lost their prefix",
        "*",
        "support tells services by the prefix (C12)",
        lambda: headers("*", lambda told: {n: v.removeprefix("a8n-") for n, v in told.items()}),
    ),
    Drift(
        "headers.retry-after-gone",
        "a refusal for the rate does not say how long to wait",
        "*",
        "one client assumes a minute, since it may be missing (B4, B5)",
        lambda: rewrite("*", _untold, 429),
    ),
    Drift(
        "errors.rate-unavailable",
        "a spent budget is answered 503",
        "*.list *.get",
        "another gateway in front (B1, C5)",
        lambda: rewrite("*.list *.get", _unavailable, 429),
    ),
    Drift(
        "auth.basic-everywhere",
        "Basic credentials do in the place of a token",
        "*",
        "1.1 had Bearer or Basic as the default of the whole file (G2)",
        _basic_everywhere,
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
        "timestamps come with Z and with offsets (E13)",
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
    Drift(
        "detail.one-parent",
        "each reseller has the customers of one",
        "resellers.list_customers",
        "the operation came late and nobody uses it (E3)",
        lambda: _one_parent("resellers.list_customers"),
    ),
    Drift(
        "detail.row-stale",
        "rows of customers are not refreshed by changes",
        "customers.list",
        "lists are served from a search index",
        lambda: _stale_rows("customers.list"),
    ),
    Drift(
        "looser.seats-patched",
        "seats can be changed by a PATCH",
        "subscriptions.update",
        "callers expect it and send it (E11)",
        _seats_patched,
    ),
    Drift(
        "looser.customer-unknown",
        "an order for a customer that does not exist is accepted",
        "orders.create orders.estimate",
        "references are looked up later, with the processing (C8)",
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
    Drift(
        "writes.parameters-lost",
        "parameters of an order do not reach its subscription",
        "orders.create",
        "order parameters came to subscriptions with 1.5 (N15)",
        lambda: bodies("orders.create", drop("products.*.parameters")),
    ),
    Drift(
        "writes.order-attributes-lost",
        "attributes of an order are not kept",
        "orders.create",
        "attributes came to orders after 1.1 (G2)",
        lambda: bodies("orders.create", drop("attributes")),
    ),
    Drift(
        "life.dependencies",
        "products that others depend on are not added",
        "orders.create orders.estimate",
        "the platform adds them, the caller does not see how (E4)",
        lambda: rewrite("orders.create orders.estimate", _only_asked_for, 200),
    ),
    Drift(
        "life.renewal-date",
        "a renewal leaves the day of the next one",
        "subscriptions.get",
        "each renewal seems to make a new record (E11)",
        _kept_renewal,
    ),
    Drift(
        "life.number-forgotten",
        "a sale that is done has lost its purchase order number",
        "orders.get",
        "purchase order numbers go stale (F23)",
        lambda: _when_done(put("poNumber", None)),
    ),
    Drift(
        "life.total-moves",
        "a sale that is done has another total",
        "orders.get",
        "taxes are added with the invoice (E8)",
        lambda: _when_done(put("total.amount", "1.0")),
    ),
    Drift(
        "life.subscription-each",
        "each line of a sale has a subscription of its own",
        ORDERS,
        "products of one plan share a subscription (E4)",
        lambda: responses(ORDERS, _apart),
    ),
    Drift(
        "compatible.new-each-time",
        "products carry an unknown property that is new each time",
        "products.list",
        "gateways and tracing add such things",
        _counted,
        "additions hurt nobody, whatever they say",
    ),
)
