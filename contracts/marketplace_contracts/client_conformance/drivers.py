"""Both clients over a transport that records requests and returns given responses."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace

from marketplace_contracts.client_conformance.trial import Broken
from marketplace_contracts.description.operations import Operation

BASE_URL = "https://api.example/marketplace/na"
SETTINGS: dict[str, Any] = {
    "base_url": BASE_URL,
    "username": "conformance.API",
    "password": "Invented-7-Secret",
    "subscription_key": "invented-key",
    "marketplace": "us",
    "max_attempts": 1,
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a method, by the names of the description.

    Attributes:
        ids: Path parameters.
        query: Query parameters.
        body: JSON value; None if the operation takes none.
    """

    ids: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None


class Network:
    """Replaces the network: records the latest request and returns one response to all but tokens.

    Attributes:
        request: The latest request of an operation.
        response: The response to it.
    """

    def __init__(self) -> None:
        self.request: httpx.Request | None = None
        self.response = httpx.Response(200, json={})
        self.tokens = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        if self.tokens and request.url.path.endswith("/token"):
            return httpx.Response(200, json={"token": "invented", "expiresInSeconds": 1500})
        self.request = request
        return httpx.Response(
            self.response.status_code, headers=self.response.headers, content=self.response.content
        )


class _Clock:
    """A clock that waiting moves at once, since the client waits after a 429."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.now += seconds


class Drivers:
    """The two clients and their network; open while they are used."""

    def __init__(self, operation: Operation) -> None:
        self.network = Network()
        self.network.tokens = operation.effect != "token"
        transport = httpx.MockTransport(self.network)
        self._runner = asyncio.Runner()
        clock = _Clock()
        given = {**SETTINGS, "transport": transport, "clock": clock}
        self.sync = Marketplace(**given, sleep=clock.sleep)
        self.twin = AsyncMarketplace(**given, sleep=clock.asleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sync.close()
        self._runner.run(self.twin.aclose())
        self._runner.close()

    def each(self) -> Mapping[str, Callable[[Operation, Arguments], Any]]:
        """Return the function that calls an operation, by the name of the client."""
        return {"Marketplace": self._call, "AsyncMarketplace": self._await}

    def _call(self, operation: Operation, arguments: Arguments) -> Any:
        return called(self.sync, operation, arguments)

    def _await(self, operation: Operation, arguments: Arguments) -> Any:
        async def run() -> Any:
            return await called(self.twin, operation, arguments)

        return self._runner.run(run())


def called(client: object, operation: Operation, arguments: Arguments) -> Any:
    """Call the method of an operation, with its arguments under the method's names."""
    resource = getattr(client, operation.tag, None)
    method = getattr(resource, operation.id.partition(".")[2], None)
    if method is None:
        raise Broken("the client has a method for each operation", f"no {operation.id}")
    names = {_plain(name): name for name in inspect.signature(method).parameters}
    given = {**arguments.ids, **arguments.query}
    if operation.body_pointer is not None:
        given["body"] = arguments.body
    if missing := sorted(name for name in given if _plain(name) not in names):
        raise Broken("a method takes each argument", f"{operation.id} does not take {missing}")
    return method(**{names[_plain(name)]: value for name, value in given.items()})


def _plain(name: str) -> str:
    """Return a name without what distinguishes Python's from JSON's."""
    return name.replace("_", "").lower()
