"""What a client needs to live in the time of a simulator.

Requests are real, while time is simulated: the clock must not move while a request is in flight,
or it would arrive minutes later than it was sent. So the transports tell the clock about requests.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypedDict

import httpx

from marketplace_contracts.simulator.domain.clock import Clock


class ClientOptions(TypedDict):
    """Keywords of a `Marketplace` that shares the clock of a simulator."""

    clock: Callable[[], float]
    wall: Callable[[], float]
    sleep: Callable[[float], None]
    transport: httpx.BaseTransport | None


class AsyncClientOptions(TypedDict):
    """Keywords of an `AsyncMarketplace` that shares the clock of a simulator."""

    clock: Callable[[], float]
    wall: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    transport: httpx.AsyncBaseTransport | None


class SimulatedTransport(httpx.HTTPTransport):
    """Sends requests, and stops the clock while one is in flight."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(verify=False)  # a simulator has no certificate, and making TLS takes time
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        with self._clock.stopped():
            return super().handle_request(request)


class AsyncSimulatedTransport(httpx.AsyncHTTPTransport):
    """The same for tasks. It keeps no connections, which would belong to one event loop."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(verify=False, limits=httpx.Limits(max_keepalive_connections=0))
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        with self._clock.stopped():
            return await super().handle_async_request(request)


def client_options(clock: Clock) -> ClientOptions:
    """Return the keywords for one `Marketplace`."""
    return {
        "clock": clock.seconds,
        "wall": clock.seconds,
        "sleep": clock.sleep,
        "transport": SimulatedTransport(clock),
    }


def async_client_options(clock: Clock) -> AsyncClientOptions:
    """Return the keywords for one `AsyncMarketplace`."""
    return {
        "clock": clock.seconds,
        "wall": clock.seconds,
        "sleep": clock.async_sleep,
        "transport": AsyncSimulatedTransport(clock),
    }
