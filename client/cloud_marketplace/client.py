"""The two public clients: `Marketplace` and `AsyncMarketplace`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import PathLike
from random import random
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, Self, TypedDict, TypeVar, Unpack

from cloud_marketplace_api.api import AsyncResources, Resources
from cloud_marketplace_api.resource import Resource

from cloud_marketplace._config.rate import Rate
from cloud_marketplace._config.settings import OPTIONS, Settings, from_environment
from cloud_marketplace._decoding.deviations import OnDrift, Watch
from cloud_marketplace._engine.engine import Engine
from cloud_marketplace._engine.rate_limiter import RateLimiter
from cloud_marketplace._engine.retry_policy import MAX_ATTEMPTS
from cloud_marketplace._observability.hooks import Hook
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace._resources.call_list import CallList
from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop
from cloud_marketplace.errors import ConfigurationError

if TYPE_CHECKING:
    from cloud_marketplace._contract.observer import ContractObserver
    from cloud_marketplace._resources.orders import AsyncOrders, Orders
    from cloud_marketplace._resources.reports import AsyncReports, Reports
    from cloud_marketplace._resources.subscriptions import AsyncSubscriptions, Subscriptions
    from cloud_marketplace._transport.httpx_transport import (
        AsyncHttpxClient,
        AsyncHttpxTransport,
        SyncHttpxClient,
        SyncHttpxTransport,
    )
    from cloud_marketplace._workflows.intent_store import Intents

Transport = TypeVar("Transport")
Http = TypeVar("Http")


class Overrides(TypedDict, Generic[Transport, Http], total=False):
    """Keywords of a client, each of which may be left out."""

    base_url: str
    username: str
    password: str | Secret
    subscription_key: str | Secret
    marketplace: str
    auth: Literal["basic", "oauth2"]
    token_url: str | None
    client_id: str | None
    client_secret: str | Secret | None
    scope: str | None
    timeout: float | None
    transport: Transport | None
    http_client: Http | None
    clock: Callable[[], float]
    on_drift: OnDrift
    hooks: Iterable[Hook]
    rate: Rate | str | None
    max_attempts: int
    sleep: Callable[[float], Any] | None
    random: Callable[[], float]
    wall: Callable[[], float]
    intents: Intents | None
    observe: ContractObserver | None


class Options(TypedDict, total=False):
    """Options of `with_options`."""

    timeout: float | None
    rate: Rate | str | None
    max_attempts: int
    on_drift: OnDrift
    hooks: Iterable[Hook]
    intents: Intents | None
    observe: ContractObserver | None


class Client(Generic[Transport, Http]):
    """The common part of both clients. One client serves any number of threads or tasks.

    Args:
        base_url: Base address as the control panel shows it; https, or http on this machine.
        username: Name of the API user.
        password: Its password.
        subscription_key: Key of the gateway; it is sent to the origin of the base address only.
        marketplace: Marketplace code, such as `us` or `uk`.
        auth: `basic` gets tokens from the service with user name and password; `oauth2` gets them
            from an identity provider: with user name and password by the password grant, without
            both by the client-credentials grant.
        token_url: Address of the provider's token endpoint, for `oauth2`; https, or http on this
            machine.
        client_id: Identifier of this program at the provider, for `oauth2`.
        client_secret: Its secret, for `oauth2`; it is sent to the token endpoint only.
        scope: What is asked of the provider, for `oauth2`: words with blanks between. None asks
            for `openid`, an empty text for nothing.
        timeout: Seconds that each call may take, including retries and pauses. None uses 240 for
            reads and 300 for orders and writes, and waiting for the rate limit does not count then.
        transport: httpx transport in place of the network.
        http_client: httpx client to use as it is; the caller closes it. Its cookies, headers and
            authentication are not sent.
        clock: Returns seconds that only increase; tokens age by it.
        on_drift: What to do if a good response is not what the description promises: `ignore`,
            `log` (a warning for each kind of deviation; of long pages only the dates of each eighth
            row are checked), `raise` (`PromiseBroken`), or a callable that receives each `Drift`.
            The response is read in any case.
        hooks: Functions that receive an `Attempt` after each attempt. If one has a method
            `on_wait`, that receives a `Waiting` before each wait.
        rate: Calls in a window of time that the key allows, such as `60/min`, for all calls of this
            client together. None learns it from the 429 responses of the service.
        max_attempts: How often a request is sent at most.
        sleep: Waits for some seconds; for the asynchronous client a coroutine function.
        random: Returns a number from 0 up to 1, by which pauses are drawn.
        wall: Returns seconds since 1970, for dates in responses and in the store of intents.
        intents: Where `orders.place` records orders before it sends them: a store, or the path of
            an SQLite file that outlives a restart. None uses the path in `MARKETPLACE_INTENTS`, or
            else a file in the user's folder for state.
        observe: Judges a share of the responses in the background; the caller closes it.

    Raises:
        ConfigurationError: If a setting is missing or malformed; the message names it, and never
            shows a secret.
    """

    _settings: Settings
    _is_owner: bool
    _sender: Any

    def __init__(
        self,
        *,
        base_url: str,
        subscription_key: str | Secret,
        marketplace: str,
        username: str = "",
        password: str | Secret = "",
        auth: Literal["basic", "oauth2"] = "basic",
        token_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | Secret | None = None,
        scope: str | None = None,
        timeout: float | None = None,
        transport: Transport | None = None,
        http_client: Http | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_drift: OnDrift = "ignore",
        hooks: Iterable[Hook] = (),
        rate: Rate | str | None = None,
        max_attempts: int = MAX_ATTEMPTS,
        sleep: Callable[[float], Any] | None = None,
        random: Callable[[], float] = random,
        wall: Callable[[], float] = time.time,
        intents: Intents | None = None,
        observe: ContractObserver | None = None,
    ) -> None:
        # Wrapped first: tracebacks that show locals show these names too.
        password = Secret.of(password or "")
        subscription_key = Secret.of(subscription_key or "")
        client_secret = Secret.of(client_secret or "")
        given = {
            "base_url": base_url,
            "username": username,
            "password": password,
            "subscription_key": subscription_key,
            "marketplace": marketplace,
            "auth": auth,
            "token_url": token_url,
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": scope,
        }
        if transport is not None and http_client is not None:
            raise ConfigurationError(
                "transport and http_client were both given",
                advice="Give either transport or http_client.",
                settings=("transport", "http_client"),
            )
        self._settings = Settings.of(given, timeout, max_attempts=max_attempts, rate=rate)
        engine = Engine(
            self._settings,
            clock,
            wall,
            watch=_watch(on_drift),
            hooks=tuple(hooks),
            limiter=RateLimiter(self._settings.rate),
            random=random,
            intents=_store(intents),
            observer=_observer(observe),
        )
        self._is_owner = True
        self._connect(engine, transport, http_client, sleep)

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] | None = None,
        **overrides: Unpack[Overrides[Transport, Http]],
    ) -> Self:
        """Make a client from the `MARKETPLACE_*` variables.

        Args:
            environ: Where to look them up; None uses the environment of the process.
            **overrides: Keywords of the client; they have priority over the environment.

        Raises:
            ConfigurationError: If a setting is missing or malformed; the message names it.
        """
        given = from_environment(environ, overrides)
        del environ, overrides  # or else a traceback that shows locals would show them
        return cls(**given)

    def with_options(self, **options: Unpack[Options]) -> Self:
        """Return a client with other options; this one keeps its own.

        Both share connections, token, rate limit and retry quota. Closing the new one closes
        nothing.

        Args:
            **options: `timeout`, `max_attempts`, `on_drift`, `hooks`, `intents` and `observe` as
                for a new client; `rate` limits the calls of the new client only, within the rate
                of this one.

        Raises:
            ConfigurationError: If an option is malformed; the message names it.
            TypeError: If there is no such option.
        """
        if unknown := options.keys() - Options.__annotations__.keys():
            raise TypeError(f"there is no option {', '.join(sorted(unknown))}")
        engine = self._sender.engine
        plain = {name: value for name, value in options.items() if name in OPTIONS}
        settings = self._settings.altered(**plain)
        changes: dict[str, Any] = {"settings": settings}
        if "on_drift" in options:
            changes["watch"] = _watch(options["on_drift"])
        if "hooks" in options:
            changes["hooks"] = tuple(options["hooks"])
        if "intents" in options:
            changes["intents"] = _store(options["intents"])
        if "observe" in options:
            changes["observer"] = _observer(options["observe"])
        if options.get("rate") is not None:
            changes["limiter"] = RateLimiter(settings.rate, engine.limiter)
        twin = object.__new__(type(self))
        # The resources are created anew; everything else is shared.
        vars(twin).update({n: v for n, v in vars(self).items() if n.startswith("_")})
        twin._settings, twin._is_owner = settings, False
        twin._sender = self._sender.over(replace(engine, **changes))
        return twin

    def __copy__(self) -> Self:
        return self.with_options()

    def __deepcopy__(self, memo: object) -> Self:
        return self.with_options()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a client is not pickled, since it holds secrets; make one where it is used"
        )

    def __repr__(self) -> str:
        settings = vars(self).get("_settings")
        if settings is None:  # a traceback that shows locals asks while the settings are checked
            return f"{type(self).__name__}(...)"
        oauth2 = settings.oauth2
        who = f", client_id={oauth2.client_id!r}" if oauth2 else ""
        where = f"{settings.address.url!r}, username={settings.username!r}{who}"
        return f"{type(self).__name__}({where}, marketplace={settings.marketplace!r})"

    def _connect(
        self,
        engine: Engine,
        transport: Transport | None,
        http_client: Http | None,
        sleep: Callable[[float], Any] | None,
    ) -> None:
        """Create the run loop that sends the calls."""
        raise NotImplementedError


def _store(intents: Intents | None) -> Intents | None:
    """Check that intents can be kept there, before there is an order to keep."""
    parts = ("begin", "read", "swap", "taken", "within")
    if isinstance(intents, str | PathLike) or all(hasattr(intents, part) for part in parts):
        return intents or None
    if intents is None:
        return None
    raise ConfigurationError(
        "intents is malformed: expected a path or a store",
        settings=("intents",),
    )


def _observer(observe: ContractObserver | None) -> ContractObserver | None:
    if observe is None or hasattr(observe, "draw"):
        return observe
    raise ConfigurationError(
        "observe is malformed: a ContractObserver is expected", settings=("observe",)
    )


def _watch(on_drift: OnDrift) -> Watch | None:
    try:
        return Watch.of(on_drift)
    except ValueError as error:
        problem = str(error)
    raise ConfigurationError(f"on_drift is malformed: {problem}", settings=("on_drift",))


class Marketplace(Resources, Client["SyncHttpxTransport", "SyncHttpxClient"]):
    """The Cloud Marketplace, for ordinary code and threads.

    Use it as a context manager, or call `close`. `help("cloud_marketplace.client.Client")` explains
    the arguments; with a client at hand `help(mp.orders.place)` and its like explain the calls.
    """

    orders: Resource[Orders] = Resource("cloud_marketplace._resources.orders", "Orders")
    reports: Resource[Reports] = Resource("cloud_marketplace._resources.reports", "Reports")
    subscriptions: Resource[Subscriptions] = Resource(
        "cloud_marketplace._resources.subscriptions", "Subscriptions"
    )

    def _connect(
        self,
        engine: Engine,
        transport: SyncHttpxTransport | None,
        http_client: SyncHttpxClient | None,
        sleep: Callable[[float], Any] | None,
    ) -> None:
        from cloud_marketplace._transport.httpx_transport import SyncTransport

        network = SyncTransport(transport, http_client, trust_env=engine.settings.trusts_proxies)
        self._sender = SyncRunLoop(engine, network, sleep or time.sleep)

    def close(self) -> None:
        """Close the connections; an HTTP client that was passed in stays open."""
        if self._is_owner:
            self._sender.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncMarketplace(AsyncResources, Client["AsyncHttpxTransport", "AsyncHttpxClient"]):
    """The Cloud Marketplace, for asyncio.

    Use it as an asynchronous context manager, or await `aclose`. The calls are those of
    `Marketplace`: await them, and go through lists with `async for`.
    """

    orders: Resource[AsyncOrders] = Resource("cloud_marketplace._resources.orders", "AsyncOrders")
    reports: Resource[AsyncReports] = Resource(
        "cloud_marketplace._resources.reports", "AsyncReports"
    )
    subscriptions: Resource[AsyncSubscriptions] = Resource(
        "cloud_marketplace._resources.subscriptions", "AsyncSubscriptions"
    )

    def _connect(
        self,
        engine: Engine,
        transport: AsyncHttpxTransport | None,
        http_client: AsyncHttpxClient | None,
        sleep: Callable[[float], Any] | None,
    ) -> None:
        import asyncio

        from cloud_marketplace._transport.httpx_transport import AsyncTransport

        network = AsyncTransport(transport, http_client, trust_env=engine.settings.trusts_proxies)
        self._sender = AsyncRunLoop(engine, network, sleep or asyncio.sleep)

    async def aclose(self) -> None:
        """Close the connections; an HTTP client that was passed in stays open."""
        if self._is_owner:
            await self._sender.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()


for _kind in (Marketplace, AsyncMarketplace):
    _kind.__doc__ = CallList(_kind.__doc__)  # type: ignore[assignment]  # a text when it is read
