"""Scenarios in which the service refuses a call, in each of its error shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from marketplace_contracts.recording.scenario_context import ScenarioContext
from marketplace_contracts.recording.scenarios.orders import (
    READS,
    a_customer,
    a_product,
    new_subscription,
    order_for,
    sales_order,
)
from marketplace_contracts.recording.scenarios.scenario import refused, scenario

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Break, Request, Response

SHORT_TIMEOUT = 5.0
"""Seconds that a call may take, so that it does not wait for the rate limit."""


@scenario("orders.get", "subscriptions.get", "subscriptions.list")
def not_found(context: ScenarioContext) -> Iterator[Any]:
    """An unknown id is a 404, a malformed one a 400, a wrong filter a 400 (facts C3, C8, C9)."""
    mp = context.client()
    yield refused(lambda: mp.subscriptions.get("999999999"))
    yield refused(lambda: mp.orders.get("abc"))
    yield refused(lambda: mp.subscriptions.list(status="active,hold"))


@scenario("orders.create", *READS)
def conflict(context: ScenarioContext) -> Iterator[Any]:
    """A second change while one is open is a 500 that names the open one (facts C7)."""
    mp = context.client()
    subscription = new_subscription(context, mp, 4)
    line = {"mpn": (subscription.products or [])[0].mpn, "quantity": 5}
    change = order_for(subscription, "change", products=[line])
    yield mp.orders.create(change).order_number
    yield refused(lambda: mp.orders.create(change))


@scenario("orders.create", "products.list", "customers.list")
def ambiguous_product(context: ScenarioContext) -> Iterator[Any]:
    """An MPN that several products share does not identify a product (facts C10)."""
    mp = context.client()
    shared = "CFQ7TTC0ZZ02:0001"
    yield [row.id for row in mp.products.list(mpn=shared).data]
    wanted = {"type": "sales", "customerId": a_customer(mp)}
    line = {"mpn": shared, "quantity": 1}
    yield refused(lambda: mp.orders.create(wanted | {"products": [line]}))


@scenario("plans.list")
def expired_token(context: ScenarioContext) -> Iterator[Any]:
    """An expired token is rejected; the client fetches a new one (facts A9, C15)."""
    mp = context.client(clock=lambda: 0.0)
    yield mp.plans.list(limit=1).data
    context.advance(1501)
    yield mp.plans.list(limit=1).data


@scenario()
def wrong_credentials(context: ScenarioContext) -> Iterator[Any]:
    """A wrong key is refused by the gateway, a wrong password by the service (facts C3, C5)."""
    wrong = context.client(subscription_key="11111111-2222-4333-8444-555555555555")
    yield refused(lambda: wrong.auth.token({"marketplace": context.marketplace}))
    other = context.client(password="Wrong-passw0rd")  # noqa: S106 - it opens nothing
    yield refused(other.plans.list)


@scenario("plans.list", rate_limit=3)
def rate_limited(context: ScenarioContext) -> Iterator[Any]:
    """Beyond the rate limit the gateway returns 429 with the seconds to wait (facts B4, C5)."""
    mp = context.client(timeout=SHORT_TIMEOUT)
    yield [mp.plans.list(limit=1).pagination.total for _ in range(2)]
    yield refused(lambda: mp.plans.list(limit=1))
    context.advance(60)
    yield mp.plans.list(limit=1).data


@scenario("plans.list", quota=2)
def quota_spent(context: ScenarioContext) -> Iterator[Any]:
    """An exhausted quota is a 403 of the gateway with the seconds to wait (facts B4, C5)."""
    mp = context.client(timeout=SHORT_TIMEOUT)
    yield mp.plans.list(limit=1).data
    yield refused(lambda: mp.plans.list(limit=1))


@scenario("orders.get")
def framework_error(context: ScenarioContext) -> Iterator[Any]:
    """The framework behind the service has its own error format (facts C4)."""
    context.inject(_framework_error(404, "orders.get"))
    mp = context.client()
    yield refused(lambda: mp.orders.get("905600"))


@scenario("orders.create", "products.list", "customers.list", "orders.list")
def gateway_timeout(context: ScenarioContext) -> Iterator[Any]:
    """After an HTML 504 an order may exist or not; the list may have it (facts B7, B9, C6)."""
    from marketplace_contracts.simulator.faults import network_faults

    mp = context.client()
    wanted = sales_order(a_customer(mp), a_product(mp), 1, poNumber="PO-504")
    context.inject(network_faults.timeout_page("orders.create"))
    yield refused(lambda: mp.orders.create(wanted))
    yield mp.orders.list(customer_id=wanted["customerId"], limit=1).data


@scenario("orders.create", "products.list", "customers.list")
def empty_response(context: ScenarioContext) -> Iterator[Any]:
    """After an empty 502 an order may exist or not, too (facts B9, C6)."""
    mp = context.client()
    wanted = sales_order(a_customer(mp), a_product(mp), 1)
    context.inject(_empty_response("orders.create"))
    yield refused(lambda: mp.orders.create(wanted))


def _framework_error(status: int, operation: str) -> Break:
    """Return a fault: the framework responds to an operation."""
    from marketplace_contracts.simulator import Break
    from marketplace_contracts.simulator.http.error_responses import (
        ErrorShape,
        LayerError,
        error_response,
    )

    def after(request: Request, response: Response) -> Response:
        if request.operation != operation:
            return response
        error = LayerError(status, "Not Found", ErrorShape.FRAMEWORK)
        correlation = response.headers["X-Correlation-ID"]
        message = error_response(error, request, datetime(2026, 11, 2, 8, tzinfo=UTC), correlation)
        return replace(message, headers=response.headers)

    return Break("framework", "the framework answers", after=after)


def _empty_response(operation: str) -> Break:
    """Return a fault: an operation responds 502 without a body."""
    from marketplace_contracts.simulator import Break

    def after(request: Request, response: Response) -> Response:
        if request.operation != operation:
            return response
        return replace(response, status=502, body="", media="text/html")

    return Break("speechless", "502 without a body", after=after)
