"""Exchange requests for responses with httpx; nothing outside of `_transport` knows httpx."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

import httpx

from cloud_marketplace._engine.messages import HttpRequest, HttpResponse, Reply, TransportFailure
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace._transport.interruption import interruption_of, without_frames
from cloud_marketplace._transport.last_moment import Guard, async_guard, guard
from cloud_marketplace._transport.read_body import BodyReader
from cloud_marketplace._transport.routes import AsyncNetwork, SyncNetwork
from cloud_marketplace._transport.signed_urls import signed
from cloud_marketplace._transport.total_deadline import check_deadline, total_deadline

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import AsyncGenerator

    from cloud_marketplace._engine.steps import Receiver

SyncHttpxTransport: TypeAlias = httpx.BaseTransport
AsyncHttpxTransport: TypeAlias = httpx.AsyncBaseTransport
SyncHttpxClient: TypeAlias = httpx.Client
AsyncHttpxClient: TypeAlias = httpx.AsyncClient

CONNECT_TIMEOUT = 10.0
"""Longest time in seconds to wait for a connection."""

_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError)
# The text of these is about the network only; others can quote a header.
_HARMLESS = (httpx.ConnectError, httpx.ConnectTimeout, ConnectionRefusedError)
_CLOSED = TransportFailure(("Closed",))
_FORKED = TransportFailure(("Forked",))
# Given transports of these kinds have no connections that a forked process would share.
_WITHOUT_CONNECTIONS = (httpx.MockTransport, httpx.ASGITransport, httpx.WSGITransport)
_BREATH = 0.05


class SyncTransport:
    """Exchanges requests for responses, for threads.

    A process that was forked opens connections of its own: two processes on one connection would
    read each other's responses. Those of a client or transport that was given belong to the
    process in which it was given; in another one nothing is sent.

    Args:
        transport: An httpx transport to use in place of the network.
        http_client: A client to use as it is; the caller closes it.
        trust_env: Whether proxies and certificates of the environment are used.
    """

    def __init__(
        self,
        transport: SyncHttpxTransport | None,
        http_client: SyncHttpxClient | None,
        *,
        trust_env: bool,
    ) -> None:
        self._transport = transport
        self._given = http_client
        self._client: SyncHttpxClient | None = None
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False
        self._pid = os.getpid()
        self._inherited: list[object] = []
        self._is_forked = False

    def send(self, request: HttpRequest) -> Reply:
        """Exchange a request; a failure is returned, not raised."""
        client = self._open()
        if client is None or client.is_closed:
            return _FORKED if self._is_forked else _CLOSED
        try:
            with (
                total_deadline(request.timeout),
                closing(
                    client.send(
                        _httpx_request(request, guard(request)),
                        auth=None,
                        follow_redirects=False,
                        stream=True,
                    )
                ) as response,
            ):
                return _read(response)
        except BaseException as error:  # noqa: BLE001 - returned or raised below
            outcome = _outcome_of(error)
        return _returned(outcome)

    def stream(self, request: HttpRequest, receiver: Receiver) -> TransportFailure | None:
        """Exchange a request, and pass its response on in parts; a failure is returned."""
        client = self._open()
        if client is None or client.is_closed:
            return _FORKED if self._is_forked else _CLOSED
        try:
            sent = signed(_httpx_request(request))
            response = client.send(sent, auth=None, follow_redirects=False, stream=True)
            with closing(response):
                if receiver.begin(response.status_code, dict(response.headers)):
                    _feed(response, receiver)
                return None
        except BaseException as error:  # noqa: BLE001 - returned or raised below
            outcome = _outcome_of(error)
        return _returned(outcome)

    def close(self) -> None:
        """Close the connections that were opened here."""
        with self._lock:
            self._closed = True
            client, self._client = self._client, None
        if client is not None and self._pid == os.getpid():
            client.close()

    def _open(self) -> SyncHttpxClient | None:
        """Return the client, made when it is first needed; None once closed."""
        if self._pid != os.getpid():
            self._leave_to_parent()
        if self._is_forked:
            return None
        if self._given is not None:
            return None if self._closed else self._given
        with self._lock:
            if self._client is None and not self._closed:
                network = self._transport or SyncNetwork(trust_env=self._trust_env)
                self._client = httpx.Client(transport=network, trust_env=False)
            return None if self._closed else self._client

    def _leave_to_parent(self) -> None:
        """Leave the connections of the parent process alone: closing them would end its own."""
        self._inherited.append(self._client)
        self._is_forked = _shares_connections(self._given, self._transport)
        self._client, self._pid, self._lock = None, os.getpid(), threading.Lock()


def _remember_that_sniffio_is_missing() -> None:
    """Spare httpcore a search of all folders of Python, four times a call.

    It tries to import sniffio wherever it needs a lock, to learn that this is asyncio. Python
    remembers modules that it found, not those that are missing; None in `sys.modules` says so.
    Newer versions of anyio do not bring it.
    """
    from importlib.util import find_spec

    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # as the import system allows


class AsyncTransport:
    """Exchanges requests for responses, for tasks; the arguments are those of `SyncTransport`.

    Connections belong to the event loop that opened them, so each event loop has its own client,
    unless one was given. It is closed when its event loop shuts down.
    """

    def __init__(
        self,
        transport: AsyncHttpxTransport | None,
        http_client: AsyncHttpxClient | None,
        *,
        trust_env: bool,
    ) -> None:
        _remember_that_sniffio_is_missing()
        self._transport = transport
        self._given = http_client
        self._clients: WeakKeyDictionary[AbstractEventLoop, _LoopClient] = WeakKeyDictionary()
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False
        self._pid = os.getpid()
        self._inherited: list[object] = []
        self._is_forked = False

    async def send(self, request: HttpRequest) -> Reply:
        """Exchange a request; a failure is returned, not raised."""
        from asyncio import timeout

        client = await self._open()
        if client is None or client.is_closed:
            return _FORKED if self._is_forked else _CLOSED
        try:
            # A little later than the timeouts of httpx, whose errors say more.
            async with timeout(request.timeout * 1.01 + _BREATH):
                sent = _httpx_request(request, async_guard(request))
                response = await client.send(sent, auth=None, follow_redirects=False, stream=True)
                async with aclosing(response):
                    return await _aread(response)
        except BaseException as error:  # noqa: BLE001 - returned or raised below
            outcome = _outcome_of(error)
        return _returned(outcome)

    async def stream(self, request: HttpRequest, receiver: Receiver) -> TransportFailure | None:
        """Exchange a request, and pass its response on in parts; a failure is returned."""
        client = await self._open()
        if client is None or client.is_closed:
            return _FORKED if self._is_forked else _CLOSED
        try:
            sent = signed(_httpx_request(request))
            response = await client.send(sent, auth=None, follow_redirects=False, stream=True)
            async with aclosing(response):
                if receiver.begin(response.status_code, dict(response.headers)):
                    await _afeed(response, receiver)
                return None
        except BaseException as error:  # noqa: BLE001 - returned or raised below
            outcome = _outcome_of(error)
        return _returned(outcome)

    async def close(self) -> None:
        """Close the connections that were opened here."""
        from asyncio import get_running_loop, run_coroutine_threadsafe

        with self._lock:
            self._closed = True
            clients = dict(self._clients) if self._pid == os.getpid() else {}
            self._clients.clear()
        own = clients.pop(get_running_loop(), None)
        for loop, other in clients.items():
            if loop.is_running():
                run_coroutine_threadsafe(other.close(), loop)
        if own is not None:
            await own.close()

    async def _open(self) -> AsyncHttpxClient | None:
        """Return the client, made when it is first needed; None once closed."""
        if self._pid != os.getpid():
            self._leave_to_parent()
        if self._given is not None or self._closed or self._is_forked:
            return None if self._closed or self._is_forked else self._given
        from asyncio import get_running_loop

        loop = get_running_loop()
        with self._lock:
            found = self._clients.get(loop)
            if found is None:
                for dead in [each for each in self._clients if each.is_closed()]:
                    del self._clients[dead]
                found = self._clients[loop] = self._make()
        await found.keep_until_shutdown()
        return found.client

    def _make(self) -> _LoopClient:
        network = self._transport or AsyncNetwork(trust_env=self._trust_env)
        client = httpx.AsyncClient(transport=network, trust_env=False)
        return _LoopClient(client, is_own=self._transport is None)

    def _leave_to_parent(self) -> None:
        """Leave the connections of the parent process alone, as in `SyncTransport`."""
        self._inherited.append(dict(self._clients))
        self._is_forked = _shares_connections(self._given, self._transport)
        self._clients, self._pid = WeakKeyDictionary(), os.getpid()
        self._lock = threading.Lock()


def _shares_connections(http_client: object, transport: object) -> bool:
    """Tell whether what was given may hold connections of the parent process."""
    if http_client is not None:
        return True
    return transport is not None and not isinstance(transport, _WITHOUT_CONNECTIONS)


class _LoopClient:
    """A client that closes its connections when its event loop shuts down.

    An event loop closes the asynchronous generators that are left when it shuts down, so one of
    them closes the client. Without it, each event loop that has ended would leave its sockets open.

    Args:
        client: The client.
        is_own: Whether its transport is its own; one that the caller gave stays open.
    """

    def __init__(self, client: AsyncHttpxClient, *, is_own: bool) -> None:
        self.client = client
        self._is_own = is_own
        self._keeper: AsyncGenerator[None, None] | None = None

    async def keep_until_shutdown(self) -> None:
        """Register with the running event loop, once."""
        if self._is_own and self._keeper is None:
            self._keeper = _closing(self.client)
            await anext(self._keeper)

    async def close(self) -> None:
        """Close the connections now."""
        await self.client.aclose()


async def _closing(client: AsyncHttpxClient) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await client.aclose()


def _httpx_request(request: HttpRequest, trace: Guard | None = None) -> httpx.Request:
    """Build httpx's request, without cookies, parameters and headers of a client."""
    most = request.timeout
    connect = min(CONNECT_TIMEOUT, most)
    timeouts = {"connect": connect, "read": most, "write": most, "pool": most}
    return httpx.Request(
        request.method,
        request.url,
        # No variable holds the secrets in clear: it would show in a traceback with locals.
        headers={**request.headers, **{k: v.reveal() for k, v in request.secrets.items()}},
        content=_content(request.content),
        extensions={"timeout": timeouts} | ({"trace": trace} if trace else {}),
    )


def _content(content: bytes | Secret | None) -> bytes | None:
    return content.reveal().encode() if isinstance(content, Secret) else content


def _read(response: httpx.Response) -> HttpResponse:
    """Read a response to its end."""
    reader = _reader(response)
    if response.is_stream_consumed:  # a transport that has the whole body at hand
        reader.add(response.content)
    else:
        for part in response.iter_raw():
            check_deadline()
            reader.feed(part)
    return HttpResponse(response.status_code, dict(response.headers), reader.finish())


async def _aread(response: httpx.Response) -> HttpResponse:
    reader = _reader(response)
    if response.is_stream_consumed:  # as in `_read`
        reader.add(response.content)
    else:
        async for part in response.aiter_raw():
            reader.feed(part)
    return HttpResponse(response.status_code, dict(response.headers), reader.finish())


def _reader(response: httpx.Response) -> BodyReader:
    return BodyReader(dict(response.headers))


def _feed(response: httpx.Response, receiver: Receiver) -> None:
    chunks = (response.content,) if response.is_stream_consumed else response.iter_raw()
    for chunk in chunks:
        receiver.feed(chunk)


async def _afeed(response: httpx.Response, receiver: Receiver) -> None:
    if response.is_stream_consumed:
        receiver.feed(response.content)
        return
    async for chunk in response.aiter_raw():
        receiver.feed(chunk)


def _outcome_of(error: BaseException) -> TransportFailure | BaseException:
    """Return the failure of an exchange, or the exception to raise.

    Of a failure only the names are kept: the exception holds the request with its headers.
    """
    interruption = interruption_of(error)
    if interruption is not None:
        return without_frames(interruption)
    if not isinstance(error, (*_FAILURES, MemoryError)):
        return error
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    return TransportFailure(kinds, str(error) if isinstance(error, _HARMLESS) else "")


def _returned(outcome: TransportFailure | BaseException) -> TransportFailure:
    if isinstance(outcome, TransportFailure):
        return outcome
    raise outcome
