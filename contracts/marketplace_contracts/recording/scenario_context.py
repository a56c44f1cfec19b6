"""The context of a scenario: a simulator, a live service, or a cassette.

A scenario cannot tell which: it gets clients, moves the clock and injects faults in the same way.
A cassette already contains the effects of time and faults.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.kept_fields import PLACEHOLDER
from marketplace_contracts.recording.scrub import BASE
from marketplace_contracts.service import network
from marketplace_contracts.service.connection import refuse_writes
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Target

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Break


Guard: TypeAlias = Callable[[httpx.Request], None]


class Pace:
    """The pace of all calls of a recording, and the time that they may take together.

    A service that fails or stalls would delay a recording for minutes: every call is retried. Time
    spent waiting for our own rate limit does not count.

    Args:
        limiter: Limits the rate of calls.
        seconds: What all calls may take together; None is no limit.
        now: Monotonic seconds.
    """

    def __init__(
        self,
        limiter: Limiter | None = None,
        seconds: float | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limiter, self._seconds, self._now = limiter or Limiter(), seconds, now
        self._started, self._paced = now(), 0.0

    def before_call(self) -> None:
        """Wait until the next call may be sent.

        Raises:
            CannotRun: The time is used up.
        """
        before = self._now()
        self._limiter.wait()
        self._paced += self._now() - before
        if self._seconds is not None and self.used() > self._seconds:
            raise CannotRun(
                f"The service is too slow: its responses took more than {self._seconds:.0f} s."
            )

    def used(self) -> float:
        """Return the seconds that calls took so far."""
        return self._now() - self._started - self._paced


class ScenarioContext(AbstractContextManager["ScenarioContext"]):
    """The clients of a scenario, and access to the clock and the faults of the service.

    Args:
        settings: Keyword arguments of each client.
        clock: Seconds by which the clients' tokens age.
        advance: Advances the service's clock.
        inject: Injects a fault into the service.
        pace: Delays the calls.
        trust_env: Whether proxies of the environment are used.
        guard: Sees each request before it is sent, and may refuse it.

    Attributes:
        marketplace: Marketplace code of the clients.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        clock: Callable[[], float],
        advance: Callable[[float], object],
        inject: Callable[[Break], object],
        pace: Pace | None = None,
        *,
        trust_env: bool = False,
        guard: Guard | None = None,
    ) -> None:
        self._settings = {**settings, "clock": clock}
        self._advance, self._inject = advance, inject
        self._pace, self._trust_env, self._guard = pace or Pace(), trust_env, guard
        self._open = ExitStack()
        self.marketplace = settings["marketplace"]

    def client(self, **changes: Any) -> Marketplace:
        """Return a client that is closed with the context; `changes` replace settings."""
        http = self._open.enter_context(
            http_client(self._pace, trust_env=self._trust_env, guard=self._guard)
        )
        keywords: dict[str, Any] = {**self._settings, "http_client": http}
        return self._open.enter_context(Marketplace(**keywords | changes))

    def run(self, main: Callable[[AsyncMarketplace], Any]) -> Any:
        """Run a coroutine with an asynchronous client and return its result."""

        async def with_client() -> Any:
            async with (
                httpx.AsyncClient(verify=network.ssl_context(), trust_env=self._trust_env) as http,
                AsyncMarketplace(**self._settings, http_client=http) as client,
            ):
                return await main(client)

        return asyncio.run(with_client())

    def advance(self, seconds: float) -> None:
        """Advance the clock of the service and of the clients."""
        self._advance(seconds)

    def inject(self, fault: Break) -> None:
        """Inject a fault into the service."""
        self._inject(fault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()


def on_target(
    target: Target,
    now: Callable[[], float],
    pace: Pace | None = None,
    spec: Spec | None = None,
    **settings: Any,
) -> ScenarioContext:
    """Return a context for a service; only an embedded simulator has a clock and faults.

    Args:
        target: The service.
        now: Its clock, in seconds.
        pace: Delays the calls; None uses the target's limiter.
        spec: The description, for a service that may only be read; None trusts the scenario.
        **settings: Further keyword arguments of each client.
    """

    def guard(request: httpx.Request) -> None:
        assert spec is not None
        refuse_writes(target, spec, request.method, str(request.url))

    known = {
        "base_url": target.base_url,
        "username": target.username,
        "password": target.password,
        "subscription_key": target.subscription_key,
        "marketplace": target.marketplace,
    }
    return ScenarioContext(
        known | settings,
        now,
        target.advance or _not_embedded,
        target.simulator.inject if target.simulator else _not_embedded,
        pace or Pace(target.limiter),
        trust_env=target.simulator is None,
        guard=guard if spec else None,
    )


def on_cassette(marketplace: str) -> ScenarioContext:
    """Return a context for a cassette, with a clock of its own and no secrets."""
    settings = {
        "base_url": BASE,
        "username": PLACEHOLDER,
        "password": PLACEHOLDER,
        "subscription_key": PLACEHOLDER,
        "marketplace": marketplace,
    }
    clock = _ManualClock()
    return ScenarioContext(settings, clock.now, clock.advance, _ignore)


def http_client(pace: Pace, *, trust_env: bool, guard: Guard | None = None) -> httpx.Client:
    """Return an HTTP client that waits for its turn before each request.

    Raises:
        CannotRun: The environment names proxies or certificates that cannot be used.
    """

    def before(request: httpx.Request) -> None:
        if guard:
            guard(request)
        pace.before_call()

    return network.http_client(trust_env=trust_env, event_hooks={"request": [before]})


class _ManualClock:
    """A clock that moves only by `advance`."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds


def _not_embedded(_: object) -> None:
    raise RuntimeError("this scenario needs the embedded simulator")


def _ignore(_: object) -> None:
    """Do nothing: the faults are in the cassette already."""
