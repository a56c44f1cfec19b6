"""The network. The only module that knows httpx, so that another library can take its place."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, NoReturn, TypeAlias
from weakref import WeakKeyDictionary, WeakSet

import httpx

from cloud_marketplace._engine.messages import HttpRequest, HttpResponse, Reply, TransportFailure
from cloud_marketplace._transport.last_moment import Guard, async_guard, guard

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from cloud_marketplace._engine.steps import Receiver

SyncHttpxTransport: TypeAlias = httpx.BaseTransport
AsyncHttpxTransport: TypeAlias = httpx.AsyncBaseTransport
SyncHttpxClient: TypeAlias = httpx.Client
AsyncHttpxClient: TypeAlias = httpx.AsyncClient

CONNECT_TIMEOUT = 10.0
"""Most seconds to wait for a connection."""

_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError)
# Only these tell in their text about the network alone; others can quote a header.
_TALKATIVE = (httpx.ConnectError, httpx.ConnectTimeout, ConnectionRefusedError)
_CLOSED = TransportFailure(("Closed",))
_BREATH = 0.05


class SyncTransport:
    """Exchanges requests for answers, for threads.

    Args:
        transport: An httpx transport to use in place of the network.
        http_client: A client to use as it is; it stays the caller's to close.
        trust_env: Whether proxies of the environment are used.
    """

    def __init__(
        self,
        transport: SyncHttpxTransport | None,
        http_client: SyncHttpxClient | None,
        *,
        trust_env: bool,
    ) -> None:
        self._transport = transport
        self._client = http_client
        self._owned = http_client is None
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False

    def send(self, request: HttpRequest) -> Reply:
        """Send a request and read its answer; a failure is given back, not raised."""
        client = self._open()
        if client is None or client.is_closed:
            return _CLOSED
        try:
            ends = time.monotonic() + request.timeout
            with closing(
                client.send(
                    _outgoing(request, guard(request)),
                    auth=None,
                    follow_redirects=False,
                    stream=True,
                )
            ) as response:
                return _response(response, _body(response, ends))
        except _FAILURES as error:
            return _failure(error)
        except BaseException as error:  # noqa: BLE001 - always raised again
            _interrupted(error)

    def stream(self, request: HttpRequest, receiver: Receiver) -> TransportFailure | None:
        """Send a request and pass its answer on in parts; gives a failure where it breaks off."""
        client = self._open()
        if client is None or client.is_closed:
            return _CLOSED
        try:
            signed = _signed(_outgoing(request))
            response = client.send(signed, auth=None, follow_redirects=False, stream=True)
            with closing(response):
                if receiver.begin(response.status_code, dict(response.headers)):
                    _feed(response, receiver)
        except _FAILURES as error:
            return _failure(error)
        except BaseException as error:  # noqa: BLE001 - always raised again
            _interrupted(error)
        return None

    def close(self) -> None:
        """Close what was opened here."""
        with self._lock:
            self._closed = True
            if self._owned and self._client is not None:
                self._client.close()

    def _open(self) -> SyncHttpxClient | None:
        """Give the client, made when it is first needed; None once closed."""
        with self._lock:
            if self._client is None and not self._closed:
                self._client = httpx.Client(transport=self._transport, trust_env=self._trust_env)
            return None if self._closed else self._client


class AsyncTransport:
    """Exchanges requests for answers, for tasks; arguments as in `SyncWire`.

    Connections belong to the event loop that opened them, so each loop has its own client, unless
    one was handed in.
    """

    def __init__(
        self,
        transport: AsyncHttpxTransport | None,
        http_client: AsyncHttpxClient | None,
        *,
        trust_env: bool,
    ) -> None:
        self._transport = transport
        self._given = http_client
        self._clients: WeakKeyDictionary[AbstractEventLoop, AsyncHttpxClient] = WeakKeyDictionary()
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False

    async def send(self, request: HttpRequest) -> Reply:
        """Send a request and read its answer; a failure is given back, not raised."""
        from asyncio import timeout

        client = self._open()
        if client is None or client.is_closed:
            return _CLOSED
        try:
            # A breath later than httpx's own limits, which tell more.
            async with timeout(request.timeout * 1.01 + _BREATH):
                guarded = _outgoing(request, async_guard(request))
                response = await client.send(guarded, auth=None, follow_redirects=False)
            return _response(response, response.content)
        except _FAILURES as error:
            return _failure(error)
        except BaseException as error:  # noqa: BLE001 - always raised again
            _interrupted(error)

    async def stream(self, request: HttpRequest, receiver: Receiver) -> TransportFailure | None:
        """Send a request and pass its answer on in parts; the asynchronous twin of `stream`."""
        client = self._open()
        if client is None or client.is_closed:
            return _CLOSED
        try:
            signed = _signed(_outgoing(request))
            response = await client.send(signed, auth=None, follow_redirects=False, stream=True)
            async with aclosing(response):
                if not receiver.begin(response.status_code, dict(response.headers)):
                    return None
                if response.is_stream_consumed:  # as in `_feed`
                    receiver.feed(response.content)
                    return None
                async for chunk in response.aiter_raw():
                    receiver.feed(chunk)
        except _FAILURES as error:
            return _failure(error)
        except BaseException as error:  # noqa: BLE001 - always raised again
            _interrupted(error)
        return None

    async def close(self) -> None:
        """Close what was opened here."""
        from asyncio import get_running_loop, run_coroutine_threadsafe

        with self._lock:
            self._closed = True
            clients = dict(self._clients)
            self._clients.clear()
        own = clients.pop(get_running_loop(), None)
        for loop, client in clients.items():
            if loop.is_running():
                run_coroutine_threadsafe(client.aclose(), loop)
        if own is not None:
            await own.aclose()

    def _open(self) -> AsyncHttpxClient | None:
        """Give the client, made when it is first needed; None once closed."""
        if self._given is not None or self._closed:
            return None if self._closed else self._given
        from asyncio import get_running_loop

        loop = get_running_loop()
        with self._lock:
            client = self._clients.get(loop)
            if client is None and not self._closed:
                client = httpx.AsyncClient(transport=self._transport, trust_env=self._trust_env)
                self._clients[loop] = client
            return client


def _outgoing(request: HttpRequest, trace: Guard | None = None) -> httpx.Request:
    """Make httpx's request by hand: cookies, parameters and headers of a client stay out of it."""
    most = request.timeout
    connect = min(CONNECT_TIMEOUT, most)
    timeouts = {"connect": connect, "read": most, "write": most, "pool": most}
    return httpx.Request(
        request.method,
        request.url,
        # No variable holds the secrets in clear: it would show in a traceback with locals.
        headers={**request.headers, **{k: v.reveal() for k, v in request.secrets.items()}},
        content=request.content,
        extensions={"timeout": timeouts} | ({"trace": trace} if trace else {}),
    )


class _WithoutSignature(logging.Filter):
    """Takes the signature out of the addresses of files where httpx itself logs them."""

    def __init__(self) -> None:
        super().__init__()
        self.known: WeakSet[httpx.URL] = WeakSet()

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass; addresses that are known to be signed lose their query."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._plain(argument) for argument in record.args)
        return True

    def _plain(self, argument: object) -> object:
        if isinstance(argument, httpx.URL) and argument in self.known:
            return argument.copy_with(query=None)
        return argument


_UNSIGNED = _WithoutSignature()
logging.getLogger("httpx").addFilter(_UNSIGNED)


def _signed(request: httpx.Request) -> httpx.Request:
    """Note that a request's address is a secret."""
    _UNSIGNED.known.add(request.url)
    return request


def _body(response: httpx.Response, ends: float) -> bytes:
    """Read a body to its end; httpx itself limits the time between two parts alone.

    Raises:
        ReadTimeout: If it is not there in time.
    """
    parts = []
    for part in response.iter_bytes():
        parts.append(part)
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("the answer came too slowly")
    return b"".join(parts)


def _feed(response: httpx.Response, receiver: Receiver) -> None:
    # A transport that has the whole body at hand leaves nothing to stream.
    chunks = (response.content,) if response.is_stream_consumed else response.iter_raw()
    for chunk in chunks:
        receiver.feed(chunk)


def _response(response: httpx.Response, body: bytes) -> HttpResponse:
    return HttpResponse(response.status_code, dict(response.headers), body)


def _failure(error: BaseException) -> TransportFailure:
    """Keep the names of an exception and drop the rest: it holds the request with its headers."""
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    return TransportFailure(kinds, str(error) if isinstance(error, _TALKATIVE) else "")


def _interrupted(error: BaseException) -> NoReturn:
    """Raise on. An interruption loses its frames in the HTTP library, which hold headers."""
    if isinstance(error, Exception):
        raise error
    error.__context__ = None
    raise error.with_traceback(None)
