"""Lists as wholes: which rows are on a page, their number, their order, and the defaults of lists.

What a row has in it is in `fields`, `types` and `values`; which rows a filter selects in `filters`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import change, put
from marketplace_contracts.drift.faults import (
    number,
    parameter,
    query,
    query_value,
    requests,
    responses,
    rewrite,
    rows,
    without,
)
from marketplace_contracts.drift.memory import (
    every_other,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response

LISTS = "*.list resellers.list_*"


def _echo(request: Request, response: Response) -> Response:
    """State the requested offset and limit, whatever the rows are."""
    pagination = response.body["pagination"]
    offset = number(query_value(request, "offset"), 0)
    limit = number(query_value(request, "limit"), 10)
    pagination = {**pagination, "offset": offset, "limit": limit}
    return replace(response, body={**response.body, "pagination": pagination})


def _moved(where: str, name: str, new: Callable[[str], str | None]) -> Any:
    """Use another value of a parameter and state the requested one."""
    return parameter(where, name, new) & rewrite(where, _echo, 200)


def _as_page_number(request: Request) -> Request:
    """Treat the offset as a page number."""
    limit = number(query_value(request, "limit"), 10)
    pairs = tuple(
        (key, str(number(value, 0) * limit) if key == "offset" else value)
        for key, value in request.query
    )
    return replace(request, query=pairs)


def _one_less(text: str) -> str:
    return str(max(0, number(text, 0) - 1)) if text.isdigit() else text


def _one_more(text: str) -> str:
    return str(number(text, 0) + 1) if text.isdigit() and text != "0" else text


def _at_most(most: int) -> Callable[[str], str]:
    return lambda text: str(min(number(text, 0), most)) if number(text, 0) > 0 else text


def _last_page(request: Request, response: Response) -> Response:
    """Repeat the last row beyond the end."""
    pagination = response.body["pagination"]
    if (
        response.body["data"]
        or not pagination["total"]
        or not number(query_value(request, "offset"), 0)
    ):
        return response
    return replace(response, body={**response.body, "data": [{"id": "1"}]})


def _repeat(found: list[Any]) -> list[Any]:
    return [*found[:-1], found[0]] if len(found) > 1 else found


def _count(body: Any) -> Any:
    pagination = body["pagination"]
    return {**body, "pagination": {**pagination, "total": len(body["data"])}}


def _cut(most: int) -> Callable[[Any], Any]:
    def edit(body: Any) -> Any:
        pagination = body["pagination"]
        room = max(0, most - pagination["offset"])
        total = min(pagination["total"], most)
        return {"data": body["data"][:room], "pagination": {**pagination, "total": total}}

    return edit


def _default(where: str, limit: int) -> Any:
    def new(request: Request) -> Request:
        if query_value(request, "limit") is not None:
            return request
        return replace(request, query=(*request.query, ("limit", str(limit))))

    return requests(where, new)


def _ten(body: Any) -> Any:
    pagination = body["pagination"]
    return {"data": body["data"][:10], "pagination": {**pagination, "limit": 10}}


def _by(name: str, *, falling: bool = False) -> Callable[[list[Any]], list[Any]]:
    return lambda found: sorted(found, key=lambda row: str(row.get(name, "")), reverse=falling)


def _swapped(found: list[Any]) -> list[Any]:
    return [*found[:-2], found[-1], found[-2]] if len(found) > 4 else found


def _oldest_first(_: Request, response: Response) -> Response:
    return replace(response, body={**response.body, "data": response.body["data"][::-1]})


def _only(name: str, *values: str) -> Callable[[Any], Any]:
    """Keep only rows with some values, and the total of all rows."""

    def edit(body: Any) -> Any:
        kept = [row for row in body["data"] if row.get(name) in values]
        return {**body, "data": kept}

    return edit


def _unless(name: str, where: str, value: str) -> Any:
    """Set a filter that was not requested."""

    def new(request: Request) -> Request:
        if query_value(request, name) is not None:
            return request
        return replace(request, query=(*request.query, (name, value)))

    return requests(where, new)


DRIFTS = (
    Drift(
        "paging.offset-ignored",
        "every page is the first one and states the requested offset",
        "orders.list",
        "a job already lost pages this way (D11)",
        lambda: without("orders.list", "offset") & rewrite("orders.list", _echo, 200),
    ),
    Drift(
        "paging.offset-ignored-plainly",
        "every page is the first one and states offset 0",
        "plans.list",
        "lists of reports ignore it too (D8)",
        lambda: without("plans.list", "offset"),
    ),
    Drift(
        "paging.page-number",
        "offset counts pages and not rows",
        "customers.list",
        "another framework for paging",
        lambda: requests("customers.list", _as_page_number) & rewrite("customers.list", _echo, 200),
    ),
    Drift(
        "paging.overlap",
        "each page begins with the last row of the one before",
        "products.list",
        "counting from one instead of from zero",
        lambda: _moved("products.list", "offset", _one_less),
    ),
    Drift(
        "paging.gap",
        "a row is left out between two pages",
        "subscriptions.list",
        "counting from one instead of from zero",
        lambda: _moved("subscriptions.list", "offset", _one_more),
    ),
    Drift(
        "paging.limit-ignored",
        "a page holds ten rows, ignoring the limit",
        "orders.list",
        "parameters that are not known are ignored (D9)",
        lambda: without("orders.list", "limit") & rewrite("orders.list", _echo, 200),
    ),
    Drift(
        "paging.silent-cap",
        "a page holds at most 50 rows and states the requested limit",
        "*.list",
        "there is no documented maximum (D3)",
        lambda: _moved(LISTS, "limit", _at_most(50)),
    ),
    Drift(
        "paging.cap",
        "a page holds at most 100 rows and states that limit",
        "orders.list",
        "500 was seen to work; there is no documented maximum (D3)",
        lambda: parameter("orders.list", "limit", _at_most(100)),
    ),
    Drift(
        "paging.total-of-page",
        "total is the number of rows on the page",
        "subscriptions.list",
        "a count after the cut instead of before it (D2)",
        lambda: responses("subscriptions.list", _count),
    ),
    Drift(
        "paging.total-off",
        "total is one too high",
        "customers.list",
        "removed objects that are counted (D2)",
        lambda: responses("customers.list", change("pagination.total", lambda total: total + 1)),
    ),
    Drift(
        "paging.total-capped",
        "total is at most 100, and no rows follow",
        "orders.list",
        "what a search engine behind a list does",
        lambda: responses("orders.list", _cut(100)),
    ),
    Drift(
        "paging.total-zero",
        "total is 0 on every page",
        "plans.list",
        "counting is expensive",
        lambda: responses("plans.list", put("pagination.total", 0)),
    ),
    Drift(
        "paging.echo",
        "a page always states offset 0",
        "orders.list",
        "as lists of reports do (D8)",
        lambda: responses("orders.list", put("pagination.offset", 0)),
    ),
    Drift(
        "paging.repeat",
        "the last row of a page is its first row again",
        "customers.list",
        "an unstable order behind offset and limit (D6)",
        lambda: rows("customers.list", _repeat),
    ),
    Drift(
        "paging.short",
        "pages hold one row less than their limit",
        "products.list",
        "rows that are taken out after the cut",
        lambda: rows("products.list", lambda found: found[:-1] if len(found) > 1 else found),
    ),
    Drift(
        "paging.beyond",
        "a row is repeated beyond the end",
        "orders.list",
        "an offset that is cut to the last row",
        lambda: rewrite("orders.list", _last_page, 200),
    ),
    Drift(
        "paging.reports-paged",
        "reports are paged like all other lists",
        "reports.list",
        "the service ignores the documented parameter (D8)",
        lambda: responses("reports.list", _ten),
    ),
    Drift(
        "sort.reversed-page",
        "orders on a page are sorted oldest first",
        "orders.list",
        "the order of four lists changed with 1.5 (D4, G3)",
        lambda: rewrite("orders.list", _oldest_first, 200),
    ),
    Drift(
        "sort.customers-by-name",
        "customers are sorted by name",
        "customers.list resellers.list_customers",
        "convenient for a person",
        lambda: rows("customers.list resellers.list_customers", _by("name")),
    ),
    Drift(
        "sort.subscriptions-by-expiry",
        "subscriptions are sorted by their end",
        "subscriptions.list",
        "useful for renewals",
        lambda: rows("subscriptions.list", _by("expirationDate")),
    ),
    Drift(
        "sort.orders-by-status",
        "open orders are listed first",
        "orders.list",
        "what the control panel shows",
        lambda: rows("orders.list", _by("status", falling=True)),
    ),
    Drift(
        "sort.reseller-orders",
        "orders of a reseller are sorted by customer",
        "resellers.list_orders",
        "a newer operation with code of its own (E3)",
        lambda: rows("resellers.list_orders", _by("customerId")),
    ),
    Drift(
        "sort.reports",
        "reports are listed oldest first",
        "reports.list",
        "the order of four lists changed with 1.5 (D4)",
        lambda: rows("reports.list", _by("creationDate")),
    ),
    Drift(
        "sort.last-two",
        "the last two orders of a page are swapped",
        "orders.list",
        "two parts of an index that are merged badly",
        lambda: rows("orders.list", _swapped),
    ),
    Drift(
        "sort.unstable",
        "the catalogue changes its order with every second call",
        "products.list",
        "no order is promised there, but pages need one (D6)",
        lambda: every_other("products.list", _oldest_first),
    ),
    Drift(
        "defaults.limit-20",
        "without a limit a page holds 20 rows",
        "orders.list",
        "the default is written in one place of the file (D1)",
        lambda: _default("orders.list", 20),
    ),
    Drift(
        "defaults.limit-500",
        "without a limit all rows are returned",
        "customers.list",
        "lists of 1.1 had no page (D10)",
        lambda: _default("customers.list", 500),
    ),
    Drift(
        "defaults.limit-5",
        "without a limit a page holds 5 rows",
        "resellers.list_orders",
        "a newer operation with code of its own (E3)",
        lambda: _default("resellers.list_orders", 5),
    ),
    Drift(
        "defaults.active-only",
        "without a status only active subscriptions are listed",
        "subscriptions.list",
        "removed ones are many, and returning all surprises users (E11)",
        lambda: _unless("status", "subscriptions.list", "active"),
    ),
    Drift(
        "defaults.completed-only",
        "without a status only completed orders are listed",
        "orders.list",
        "open orders are of no use to reports",
        lambda: _unless("status", "orders.list", "completed"),
    ),
    Drift(
        "defaults.recent-only",
        "without a date only orders of the last months are listed",
        "orders.list",
        "20,600 orders are a load (D4)",
        lambda: _unless("creationTimeFrom", "orders.list", "2026-09-01T00:00:00Z"),
    ),
    Drift(
        "defaults.offset-1",
        "without an offset the first row is left out",
        "products.list",
        "counting from one instead of from zero",
        lambda: query(
            "products.list",
            lambda pairs: pairs if "offset" in dict(pairs) else (*pairs, ("offset", "1")),
        ),
    ),
    Drift(
        "defaults.hidden-rows",
        "customers that are cancelled are left out of pages and counted",
        "customers.list",
        "cancelled customers are hidden in the page, not in the query",
        lambda: responses("customers.list", _only("status", "active", "creditHold", "pending")),
    ),
)
