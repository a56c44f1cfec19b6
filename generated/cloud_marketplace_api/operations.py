"""The operations of the API in one table, for the client and the harness to follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class Pagination(NamedTuple):
    """How an operation pages by offset and limit.

    Attributes:
        items: Where the rows are in the answer.
        total: Where the number of all rows is, as a path with points.
        max_limit: Largest page that is known to work, in rows.
    """

    items: str
    total: str
    max_limit: int


class Sort(NamedTuple):
    """The order in which rows come.

    Attributes:
        field: The property of a row that decides.
        order: Its direction.
    """

    field: str
    order: Literal["ascending", "descending"]


class Filter(NamedTuple):
    """What a query parameter promises of every row.

    Attributes:
        parameter: Name of the query parameter.
        field: The property of a row it is about, as a path with points; rows need not show it.
        match: How the two compare; `from` and `to` include the value itself.
        ignore_case: Whether letter case makes no difference.
    """

    parameter: str
    field: str
    match: Literal["equals", "contains", "from", "to"]
    ignore_case: bool = False


class Terminal(NamedTuple):
    """The states that end waiting.

    Attributes:
        field: The property of the answer that holds the state.
        states: Its final values.
    """

    field: str
    states: tuple[str, ...]


class Operation(NamedTuple):
    """What is known about one operation.

    Attributes:
        id: Operation id, `resource.method`.
        tag: The resource.
        method: HTTP method.
        path: Path template below the base address.
        effect: What a call does; `order` commits money.
        replayable: Whether the same request may be sent twice without harm.
        security: How the caller proves who it is, beside the subscription key.
        statuses: Declared statuses, ascending.
        pagination: How it pages; None when it does not.
        sort: The order of its rows, when there is one.
        filters: What its query parameters promise of the rows.
        terminal: The states of the answer that end waiting, when it has such states.
        returns: Name of the model of a good answer.
    """

    id: str
    tag: str
    method: str
    path: str
    effect: Literal["token", "read", "write", "order"]
    replayable: bool
    security: Literal["basic", "bearer"]
    statuses: tuple[int, ...]
    pagination: Pagination | None = None
    sort: Sort | None = None
    filters: tuple[Filter, ...] = ()
    terminal: Terminal | None = None
    returns: str = ""


OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "auth.token": Operation(
            id="auth.token",
            tag="auth",
            method="POST",
            path="/token",
            effect="token",
            replayable=True,
            security="basic",
            statuses=(200, 400, 401, 403, 415, 429, 500, 502, 503, 504),
            returns="Token",
        ),
        "customers.list": Operation(
            id="customers.list",
            tag="customers",
            method="GET",
            path="/customers",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            sort=Sort("id", "descending"),
            filters=(
                Filter("name", "name", "contains", False),
                Filter("email", "contactPersons.email", "equals", True),
                Filter("externalId", "externalId", "equals", False),
                Filter("resellerId", "resellerId", "equals", False),
            ),
            returns="CustomerPage",
        ),
        "customers.create": Operation(
            id="customers.create",
            tag="customers",
            method="POST",
            path="/customers",
            effect="write",
            replayable=False,
            security="bearer",
            statuses=(200, 400, 401, 403, 415, 429, 500, 502, 503, 504),
            returns="Customer",
        ),
        "customers.get": Operation(
            id="customers.get",
            tag="customers",
            method="GET",
            path="/customers/{id}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            returns="Customer",
        ),
        "customers.update": Operation(
            id="customers.update",
            tag="customers",
            method="PATCH",
            path="/customers/{id}",
            effect="write",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="Customer",
        ),
        "resellers.list": Operation(
            id="resellers.list",
            tag="resellers",
            method="GET",
            path="/resellers",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            filters=(
                Filter("name", "name", "contains", False),
                Filter("email", "contactPersons.email", "equals", True),
                Filter("externalId", "externalId", "equals", False),
            ),
            returns="ResellerPage",
        ),
        "resellers.create": Operation(
            id="resellers.create",
            tag="resellers",
            method="POST",
            path="/resellers",
            effect="write",
            replayable=False,
            security="bearer",
            statuses=(200, 400, 401, 403, 415, 429, 500, 502, 503, 504),
            returns="Reseller",
        ),
        "resellers.get": Operation(
            id="resellers.get",
            tag="resellers",
            method="GET",
            path="/resellers/{id}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            returns="Reseller",
        ),
        "resellers.update": Operation(
            id="resellers.update",
            tag="resellers",
            method="PATCH",
            path="/resellers/{id}",
            effect="write",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="Reseller",
        ),
        "resellers.list_customers": Operation(
            id="resellers.list_customers",
            tag="resellers",
            method="GET",
            path="/resellers/{id}/customers",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            sort=Sort("id", "descending"),
            filters=(
                Filter("name", "name", "contains", False),
                Filter("email", "contactPersons.email", "equals", True),
                Filter("externalId", "externalId", "equals", False),
            ),
            returns="CustomerPage",
        ),
        "resellers.create_customer": Operation(
            id="resellers.create_customer",
            tag="resellers",
            method="POST",
            path="/resellers/{id}/customers",
            effect="write",
            replayable=False,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="Customer",
        ),
        "resellers.list_orders": Operation(
            id="resellers.list_orders",
            tag="resellers",
            method="GET",
            path="/resellers/{id}/orders",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            sort=Sort("creationDate", "descending"),
            filters=(
                Filter("customerId", "customerId", "equals", False),
                Filter("subscriptionId", "subscriptionId", "equals", False),
                Filter("status", "status", "equals", False),
                Filter("creationTimeFrom", "creationDate", "from", False),
                Filter("creationTimeTo", "creationDate", "to", False),
            ),
            returns="OrderPage",
        ),
        "products.list": Operation(
            id="products.list",
            tag="products",
            method="GET",
            path="/products",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            filters=(
                Filter("name", "name", "contains", False),
                Filter("serviceName", "serviceName", "contains", False),
                Filter("mpn", "mpn", "equals", False),
                Filter("vendor", "vendor", "equals", False),
            ),
            returns="ProductPage",
        ),
        "plans.list": Operation(
            id="plans.list",
            tag="plans",
            method="GET",
            path="/plans",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            returns="PlanPage",
        ),
        "plans.get": Operation(
            id="plans.get",
            tag="plans",
            method="GET",
            path="/plans/{id}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            returns="Plan",
        ),
        "orders.list": Operation(
            id="orders.list",
            tag="orders",
            method="GET",
            path="/orders",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            sort=Sort("creationDate", "descending"),
            filters=(
                Filter("customerId", "customerId", "equals", False),
                Filter("subscriptionId", "subscriptionId", "equals", False),
                Filter("orderNumber", "orderNumber", "equals", False),
                Filter("status", "status", "equals", False),
                Filter("creationTimeFrom", "creationDate", "from", False),
                Filter("creationTimeTo", "creationDate", "to", False),
                Filter("statusCode", "statusCode", "equals", False),
            ),
            returns="OrderPage",
        ),
        "orders.create": Operation(
            id="orders.create",
            tag="orders",
            method="POST",
            path="/orders",
            effect="order",
            replayable=False,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            terminal=Terminal("status", ("completed", "error", "cancelled")),
            returns="Order",
        ),
        "orders.estimate": Operation(
            id="orders.estimate",
            tag="orders",
            method="POST",
            path="/orders/estimate",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="OrderEstimate",
        ),
        "orders.get": Operation(
            id="orders.get",
            tag="orders",
            method="GET",
            path="/orders/{id}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            terminal=Terminal("status", ("completed", "error", "cancelled")),
            returns="Order",
        ),
        "orders.update": Operation(
            id="orders.update",
            tag="orders",
            method="PATCH",
            path="/orders/{id}",
            effect="write",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            terminal=Terminal("status", ("completed", "error", "cancelled")),
            returns="Order",
        ),
        "subscriptions.list": Operation(
            id="subscriptions.list",
            tag="subscriptions",
            method="GET",
            path="/subscriptions",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            pagination=Pagination("data", "pagination.total", 500),
            sort=Sort("creationDate", "descending"),
            filters=(
                Filter("customerId", "customerId", "equals", False),
                Filter("creationDateFrom", "creationDate", "from", False),
                Filter("creationDateTo", "creationDate", "to", False),
                Filter("status", "status", "equals", False),
            ),
            returns="SubscriptionPage",
        ),
        "subscriptions.get": Operation(
            id="subscriptions.get",
            tag="subscriptions",
            method="GET",
            path="/subscriptions/{id}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            returns="Subscription",
        ),
        "subscriptions.update": Operation(
            id="subscriptions.update",
            tag="subscriptions",
            method="PATCH",
            path="/subscriptions/{id}",
            effect="write",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="Subscription",
        ),
        "subscriptions.set_special_pricing": Operation(
            id="subscriptions.set_special_pricing",
            tag="subscriptions",
            method="POST",
            path="/subscriptions/{id}/specialPricing",
            effect="write",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="Subscription",
        ),
        "validation.validate_parameters": Operation(
            id="validation.validate_parameters",
            tag="validation",
            method="POST",
            path="/validation/parameters",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 415, 429, 500, 502, 503, 504),
            returns="ParameterValidationResults",
        ),
        "reports.list": Operation(
            id="reports.list",
            tag="reports",
            method="GET",
            path="/reports",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 429, 500, 502, 503, 504),
            sort=Sort("creationDate", "descending"),
            filters=(
                Filter("name", "name", "contains", False),
                Filter("format", "format", "equals", True),
                Filter("status", "status", "equals", False),
                Filter("type", "type", "equals", False),
                Filter("from", "creationDate", "from", False),
                Filter("to", "creationDate", "to", False),
            ),
            returns="ReportList",
        ),
        "reports.create": Operation(
            id="reports.create",
            tag="reports",
            method="POST",
            path="/reports",
            effect="write",
            replayable=False,
            security="bearer",
            statuses=(200, 400, 401, 403, 415, 429, 500, 502, 503, 504),
            terminal=Terminal("status", ("completed", "error")),
            returns="Report",
        ),
        "reports.get": Operation(
            id="reports.get",
            tag="reports",
            method="GET",
            path="/reports/{reportId}",
            effect="read",
            replayable=True,
            security="bearer",
            statuses=(200, 400, 401, 403, 404, 429, 500, 502, 503, 504),
            terminal=Terminal("status", ("completed", "error")),
            returns="Report",
        ),
    }
)
