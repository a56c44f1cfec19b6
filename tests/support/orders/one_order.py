"""What can happen to an order on its way, and callers that repeat what they were told to repeat."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
from cloud_marketplace import errors
from cloud_marketplace._workflows.intents.intent import scope_of
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.error_responses import html_page
from marketplace_contracts.simulator.http.messages import Request, Response

from support.client import SERVICE_ERROR
from support.working_clients import (
    a_sale,
    async_client_of,
    client_of,
    now_of,
    subscriptions_with_seats,
)

Change = Callable[[Response], Response]


def on_order(change: Change, *, processed: bool = True) -> Fault:
    """Change the response to the next order, which the service has processed or not."""
    left = [change]

    def before(request: Request) -> Request | Response:
        if request.operation != "orders.create" or not left:
            return request
        return left.pop()(Response(200, {}))

    def after(request: Request, response: Response) -> Response:
        if request.operation != "orders.create" or not left:
            return response
        return left.pop()(response)

    if processed:
        return Fault("order", "the response to an order is changed", after=after)
    return Fault("order", "an order gets a response of its own", before=before)


def lost(response: Response) -> Response:
    """Close the connection."""
    return replace(response, drop=True)


def as_json(status: int, body: Any) -> Change:
    """Respond with JSON."""
    return lambda response: replace(response, status=status, body=body)


def as_page(status: int, title: str) -> Change:
    """Respond with an HTML page."""
    return lambda response: replace(
        response, status=status, body=html_page(title), media="text/html"
    )


def as_empty(status: int) -> Change:
    """Respond with a status alone."""
    return lambda response: replace(response, status=status, body="", media="")


def service_error(status: int, message: str) -> Change:
    """Respond with an error of the service itself."""
    return as_json(status, SERVICE_ERROR | {"status": status, "message": message})


def altered(**changes: Any) -> Change:
    """Respond with another order."""
    return lambda response: replace(response, body={**response.body, **changes})


NETWORK: dict[str, tuple[Change, bool]] = {
    "lost": (lost, True),
    "never arrived": (lost, False),
    "504 page": (as_page(504, "504 Gateway Time-out"), True),
    "504 page, not processed": (as_page(504, "504 Gateway Time-out"), False),
    "502 page": (as_page(502, "Bad Gateway"), True),
    "503 of the gateway": (as_json(503, {"statusCode": 503, "message": "busy"}), True),
    "408": (as_json(408, {"statusCode": 408, "message": "slow"}), True),
    "500 with a reason": (service_error(500, "there is no such price list"), True),
    "500 with a reason, not processed": (
        service_error(500, "there is no such price list"),
        False,
    ),
    "500 of a crash": (service_error(500, "Read timed out"), True),
    "500 page": (as_page(500, "Internal Server Error"), True),
    "302 page": (as_page(302, "Moved"), True),
    "403 page": (as_page(403, "Blocked"), True),
    "404 page": (as_page(404, "Not Found"), True),
    "409 page": (as_page(409, "Conflict"), True),
    "401 page": (as_page(401, "Sign in"), True),
    "401 of a proxy": (as_json(401, {"status": 401, "message": "Session expired"}), True),
    "403 of a proxy": (as_json(403, {"status": 403, "message": "Blocked"}), True),
    "404 of another status": (as_json(404, SERVICE_ERROR | {"status": 502}), True),
    "200 page": (as_page(200, "Welcome"), True),
    "nothing in it": (as_json(200, {}), True),
    "an error as 200": (as_json(200, SERVICE_ERROR), True),
    "a wrapped order": (lambda each: replace(each, body={"data": each.body}), True),
    "another customer's order": (altered(id="1", customerId="999"), True),
    "another product": (altered(id="1", products=[{"mpn": "X", "quantity": 1}]), True),
    "another quantity": (altered(id="1", products=[{"mpn": "X", "quantity": 977}]), True),
    "another PO number": (altered(id="1", poNumber="SOMEBODY-ELSE"), True),
    "429": (as_json(429, {"statusCode": 429, "message": "wait"}), False),
    "401": (service_error(401, "the token has expired"), False),
}
"""Responses to an order, and whether the service has processed it."""

NUMBERS: dict[str, Callable[[str], str | None]] = {
    "cut": lambda number: number[:5],
    "cut to nearly nothing": lambda number: number[:1],
    "lower case": str.lower,
    "inner blanks": lambda number: number.replace("-", " - "),
    "another form of Unicode": lambda number: number.replace("-", "\N{FULLWIDTH HYPHEN-MINUS}"),
    "null": lambda _: None,
    "empty": lambda _: "",
    "another": lambda _: "OLD-4711",
}
"""What a service makes of a PO number."""


def renumbered(simulator: Simulator, change: Callable[[str], str | None]) -> Fault:
    """Let the service change the PO number of the next order, and lose the response."""

    def apply(response: Response) -> Response:
        order = simulator.world.orders[response.body["id"]]
        order.po_number = change(order.po_number or "")
        return lost(response)

    return on_order(apply)


@dataclass
class Caller:
    """Places orders in one way, and repeats a call as the errors allow.

    Attributes:
        simulator: The service.
        way: `create`, `place` or `change_seats`.
        is_async: Whether the asynchronous client is used.
        store: Where intents are recorded.
        reference: The caller's name for the order.
        sale: The sale to place.
        subscription: The subscription whose seats change.
        wall: Seconds by which the time of day is wrong.
    """

    simulator: Simulator
    way: str
    is_async: bool
    store: Path
    reference: str
    sale: dict[str, Any]
    subscription: str
    wall: float = 0.0

    def __post_init__(self) -> None:
        self.sale = {**self.sale, "poNumber": self.reference}
        self.before = set(self.simulator.world.orders)

    @property
    def orders(self) -> list[Any]:
        """The orders that the service has got since, without automatic renewals."""
        found = self.simulator.world.orders.items()
        return [each for name, each in found if name not in self.before and each.type != "renewal"]

    def call(self, mp: Any) -> Any:
        """Make the call, on either client."""
        if self.way == "create":
            return mp.orders.create(self.sale)
        if self.way == "place":
            body = {name: value for name, value in self.sale.items() if name != "poNumber"}
            return mp.orders.place(body, reference=self.reference, intents=self.store)
        return mp.subscriptions.change_seats(
            self.subscription, by=2, reference=self.reference, intents=self.store
        )

    def once(self, **options: Any) -> Any:
        """Make the call once, with a client of its own; return the order or the error."""
        now = now_of(self.simulator)
        # Without certificates, whose loading takes longer than the calls.
        network = httpx.AsyncHTTPTransport if self.is_async else httpx.HTTPTransport
        options = {"wall": lambda: now() + self.wall, "transport": network(verify=False), **options}
        try:
            if not self.is_async:
                with client_of(self.simulator, **options) as mp:
                    return self.call(mp)

            async def main() -> Any:
                async with async_client_of(self.simulator, **options) as twin:
                    return await self.call(twin)

            return asyncio.run(main())
        except errors.MarketplaceError as error:
            return error

    def repeat(self, calls: int = 4) -> Any:
        """Call until an order is returned; `create` is repeated only if it was not placed."""
        result: Any = None
        for _ in range(calls):
            result = self.once()
            placed = not isinstance(result, errors.MarketplaceError)
            unknown = isinstance(result, errors.OutcomeUnknown | errors.ResponseMismatch)
            if placed or (self.way == "create" and (unknown or not is_no(result))):
                return result
            self.simulator.clock.advance(30)
        return result


def is_no(error: errors.MarketplaceError) -> bool:
    """Tell whether an error of `create` shows that no order was placed."""
    return isinstance(error, errors.NotSent | errors.RateLimited | errors.Unauthorized)


class Frozen(httpx.BaseTransport):
    """A network that lets a process stand still when an order is about to leave."""

    def __init__(self, meanwhile: Callable[[], Any]) -> None:
        self._real = httpx.HTTPTransport(verify=False)
        self._left = [meanwhile]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Exchange a request."""
        if request.method == "POST" and request.url.path.endswith("/orders") and self._left:
            self._left.pop()()
        return self._real.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._real.close()


class AsyncFrozen(httpx.AsyncBaseTransport):
    """The same for the asynchronous client."""

    def __init__(self, meanwhile: Callable[[], Any]) -> None:
        self._real = httpx.AsyncHTTPTransport(verify=False)
        self._left = [meanwhile]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Exchange a request."""
        if request.method == "POST" and request.url.path.endswith("/orders") and self._left:
            await asyncio.to_thread(self._left.pop())
        return await self._real.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._real.aclose()


PROCESSES = """
import asyncio, json, os, signal, sys
import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace, MarketplaceError

case = json.loads(sys.argv[1])

def arguments(mp):
    if case["way"] == "create":
        return mp.orders.create, (case["sale"],), {}
    if case["way"] == "place":
        keywords = {"reference": case["reference"], "intents": case["store"]}
        return mp.orders.place, (case["sale"],), keywords
    keywords = {"by": 2, "reference": case["reference"], "intents": case["store"]}
    return mp.subscriptions.change_seats, (case["subscription"],), keywords

def is_order(request):
    return request.method == "POST" and request.url.path.endswith("/orders")

class Killed(httpx.HTTPTransport):
    def handle_request(self, request):
        response = super().handle_request(request)
        if is_order(request):
            os.kill(os.getpid(), signal.SIGKILL)
        return response

class AsyncKilled(httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request):
        response = await super().handle_async_request(request)
        if is_order(request):
            os.kill(os.getpid(), signal.SIGKILL)
        return response

def client(dies=False):
    if case["is_async"]:
        return AsyncMarketplace.from_env(transport=AsyncKilled() if dies else None)
    return Marketplace.from_env(transport=Killed() if dies else None)

def run(mp):
    function, positional, keywords = arguments(mp)
    try:
        if case["is_async"]:
            async def main():
                return await function(*positional, **keywords)
            return asyncio.run(main())
        return function(*positional, **keywords)
    except MarketplaceError as error:
        print(type(error).__name__, error, file=sys.stderr)
        return None

mp = client()
if not case["is_async"]:
    mp.customers.list(limit=1)  # so that there are connections to inherit
child = os.fork()
if child == 0:
    order = run(client(dies=True) if case["how"] == "kill" else mp)
    os._exit(0 if order is not None else 1)
if case["how"] == "kill":
    os.waitpid(child, 0)
order = run(mp) if case["way"] != "create" else None
if case["how"] == "fork":
    os.waitpid(child, 0)
print(order.id if order is not None else "")
"""
"""A process that forks: parent and child order at once, or the child is killed after sending."""


def case_of(caller: Caller, how: str) -> str:
    """What the process receives."""
    sale = dict(caller.sale)
    if caller.way == "place":
        del sale["poNumber"]
    return json.dumps(
        {
            "way": caller.way,
            "is_async": caller.is_async,
            "how": how,
            "sale": sale,
            "subscription": caller.subscription,
            "reference": caller.reference,
            "store": str(caller.store),
        }
    )


@dataclass
class World:
    """A simulator that many tests share, each with a reference of its own.

    Attributes:
        simulator: The simulator.
        sale: A sale that the service accepts.
        subscriptions: Ids of subscriptions with seats, in turn and without end.
    """

    simulator: Simulator
    sale: dict[str, Any]
    subscriptions: Iterator[str]

    def subscription(self) -> str:
        """The next subscription that is still active."""
        known = self.simulator.world.subscriptions
        return next(each for each in self.subscriptions if known[each].status == "active")


@contextlib.contextmanager
def a_world() -> Iterator[World]:
    """Run a simulator, and look once what can be ordered there."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        ids = [each.id for each in subscriptions_with_seats(mp)]
        yield World(simulator, a_sale(mp), cycle(ids))


def orders_with(simulator: Simulator, number: str) -> list[Any]:
    """The service's own orders with a PO number."""
    return [order for order in simulator.world.orders.values() if order.po_number == number]


def stored(store: Any, environ: Mapping[str, str], *references: str) -> list[Any]:
    """Return the intents that a store has for references of a service."""
    scope = scope_of(environ["MARKETPLACE_BASE_URL"], environ["MARKETPLACE_CODE"].lower())
    return [store.read(scope, each) for each in references or ("T-1",)]
