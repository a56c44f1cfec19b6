"""Clients that live in the simulator's time: waiting takes no time, and latency is simulated."""

from __future__ import annotations

import asyncio
import math
import selectors
from typing import Any

import httpx
from cloud_marketplace import AsyncMarketplace, Attempt
from marketplace_contracts.simulator import Simulator

LATENCY = 0.2


class SlowTransport(httpx.HTTPTransport):
    """A synchronous network with a latency."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, half of the latency before and half after."""
        self.simulator.clock.advance(LATENCY / 2)
        response = super().handle_request(request)
        self.simulator.clock.advance(LATENCY / 2)
        return response


class SlowAsyncTransport(httpx.ASGITransport):
    """The simulator without a socket, with a latency.

    Args:
        simulator: The simulator.
        latency: Seconds that each exchange takes.
        without_retry_after: Whether the header is taken out of the responses.
    """

    def __init__(
        self,
        simulator: Simulator,
        latency: float = LATENCY,
        *,
        without_retry_after: bool = False,
    ) -> None:
        super().__init__(simulator.app)
        self.latency = latency
        self.without_retry_after = without_retry_after

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send, half of the latency before and half after."""
        await asyncio.sleep(self.latency / 2)
        response = await super().handle_async_request(request)
        if self.without_retry_after:
            response.headers.pop("retry-after", None)
        await asyncio.sleep(self.latency / 2)
        return response


class _SkippingSelector(selectors.DefaultSelector):
    """Skips waiting: if nothing is ready, time moves on at once."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def select(self, timeout: float | None = None) -> Any:
        """Wait for nothing."""
        ready = super().select(0)
        if not ready and timeout:
            # The simulator counts whole microseconds.
            self.simulator.clock.advance(math.ceil(timeout * 1e6) / 1e6)
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop that lives in the simulator's time."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(_SkippingSelector(simulator))
        self.simulator = simulator
        self._clock_resolution = 1e-6  # as fine as the simulator counts

    def time(self) -> float:
        """The simulator's time."""
        return self.simulator.clock.now().timestamp()


class Job:
    """One process of its own that reads subscriptions at a simulated service.

    Args:
        simulator: The service.
        loop: The loop whose time it lives in.
        width: How many calls it makes at the same time.
        transport: How to reach the service; None takes the usual latency.
        options: Options of the client, such as its rate.

    Attributes:
        sent: Time of each response and its status.
    """

    def __init__(
        self,
        simulator: Simulator,
        loop: SimulatedLoop,
        *,
        width: int = 1,
        transport: SlowAsyncTransport | None = None,
        **options: Any,
    ) -> None:
        self.sent: list[tuple[float, int | None]] = []
        self._loop = loop
        self._width = width
        self._ids = sorted(str(number) for number in simulator.world.subscriptions)
        base = {"MARKETPLACE_BASE_URL": "https://simulator.example/marketplace/na"}
        self._client = AsyncMarketplace.from_env(
            simulator.environment | base,
            transport=transport or SlowAsyncTransport(simulator),
            clock=loop.time,
            hooks=[self._note],
            random=lambda: 0.5,
            **options,
        )

    def _note(self, attempt: Attempt) -> None:
        self.sent.append((self._loop.time(), attempt.status))

    async def read(self, calls: int) -> None:
        """Read so many subscriptions."""
        numbers = iter(range(calls))

        async def drain() -> None:
            for number in numbers:
                await self._client.subscriptions.get(self._ids[number % len(self._ids)])

        await asyncio.gather(*(drain() for _ in range(self._width)))

    async def run(self, calls: int, start: float = 0.0) -> None:
        """Wait for some seconds, read so many subscriptions, and end."""
        await asyncio.sleep(start)
        async with self._client:
            await self.read(calls)

    def count(self, status: int, since: float = 0.0, until: float = math.inf) -> int:
        """Count responses of a status in a span of time."""
        return sum(since <= moment < until and status == s for moment, s in self.sent)
