"""Where a scenario plays: on a simulator, on a live service, or on a cassette.

The scenario cannot tell which: it gets clients, moves the clock and asks for trouble the same way
everywhere. On a cassette, time and trouble are in the recording already.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace

from marketplace_contracts.recording.kept_fields import PLACEHOLDER
from marketplace_contracts.recording.scrub import BASE
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Target

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Break


class ScenarioContext(AbstractContextManager["ScenarioContext"]):
    """What a scenario acts on.

    Args:
        settings: Keywords of a client.
        clock: Seconds by which the clients' tokens age.
        advance: Moves the service's clock.
        inject: Puts trouble into the service.
        limiter: Paces the calls.

    Attributes:
        marketplace: Marketplace code of the clients.
    """

    def __init__(
        self,
        settings: Mapping[str, str],
        clock: Callable[[], float],
        advance: Callable[[float], object],
        inject: Callable[[Break], object],
        limiter: Limiter | None = None,
    ) -> None:
        self._settings = dict(settings)
        self._clock, self._advance, self._inject = clock, advance, inject
        self._limiter = limiter or Limiter()
        self._open = ExitStack()
        self.marketplace = settings["marketplace"]

    def client(self, **changes: Any) -> Marketplace:
        """A client, closed with the stage; `changes` go before the settings."""
        transport = _RateLimitedTransport(self._limiter)
        keywords: dict[str, Any] = {**self._settings, "clock": self._clock, "transport": transport}
        return self._open.enter_context(Marketplace(**keywords | changes))

    def run(self, main: Callable[[AsyncMarketplace], Any]) -> Any:
        """Run a coroutine with an asynchronous client, and give its result."""

        async def with_client() -> Any:
            keywords: dict[str, Any] = {**self._settings, "clock": self._clock}
            async with AsyncMarketplace(**keywords) as client:
                return await main(client)

        return asyncio.run(with_client())

    def advance(self, seconds: float) -> None:
        """Let time pass over there, and for the clients."""
        self._advance(seconds)

    def inject(self, fault: Break) -> None:
        """Let the service misbehave from now on."""
        self._inject(fault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()


def on_target(target: Target, now: Callable[[], float]) -> ScenarioContext:
    """A stage before a service; only an embedded simulator can be moved and troubled.

    Args:
        target: The service.
        now: Its clock, in seconds.
    """
    settings = {
        "base_url": target.base_url,
        "username": target.username,
        "password": target.password,
        "subscription_key": target.subscription_key,
        "marketplace": target.marketplace,
    }
    inject = target.simulator.inject if target.simulator else _not_embedded
    return ScenarioContext(settings, now, target.advance or _not_embedded, inject, target.limiter)


def on_cassette(marketplace: str) -> ScenarioContext:
    """A stage before a cassette: its own clock, and no secrets to begin with."""
    settings = {
        "base_url": BASE,
        "username": PLACEHOLDER,
        "password": PLACEHOLDER,
        "subscription_key": PLACEHOLDER,
        "marketplace": marketplace,
    }
    clock = _ManualClock()
    return ScenarioContext(settings, clock.now, clock.advance, _ignore)


class _ManualClock:
    """The hands of a clock."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds


class _RateLimitedTransport(httpx.BaseTransport):
    """The network, entered no faster than the limiter lets calls through."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._network = httpx.HTTPTransport(verify=_ssl_context())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request when its turn has come."""
        self._limiter.wait()
        return self._network.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._network.close()


@cache
def _ssl_context() -> ssl.SSLContext:
    """Made once: it takes longer than a whole scenario on a cassette."""
    return httpx.create_ssl_context()


def _not_embedded(_: object) -> None:
    raise RuntimeError("this scenario is not for a service that is not embedded")


def _ignore(_: object) -> None:
    """A cassette has its trouble in it."""
