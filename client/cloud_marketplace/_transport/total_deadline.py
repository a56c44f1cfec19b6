"""One deadline for a whole exchange of the synchronous client.

The timeouts of httpx limit the time between two parts of a response. A server that sends a byte
now and then, in a header or between chunks, would keep a call busy for ever: each byte is in time.
So every read and write on a socket is limited to the time left of the whole exchange.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import httpx

from cloud_marketplace._transport.interruption import uncaught_interruption

_PIECE = 65_536
_ends: ContextVar[float] = ContextVar("ends", default=math.inf)


@contextmanager
def total_deadline(seconds: float) -> Iterator[None]:
    """Limit all network operations of this thread to so many seconds from now on."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def check_deadline() -> None:
    """Check that the deadline has not passed.

    Raises:
        ReadTimeout: If it has.
    """
    _left(None, httpx.ReadTimeout)


def bound(transport: httpx.HTTPTransport) -> httpx.HTTPTransport:
    """Make a transport keep the deadline; only one that opens connections itself can."""
    pool: Any = transport._pool  # noqa: SLF001 - httpx has no public way to choose the backend
    if hasattr(pool, "_network_backend"):
        pool._network_backend = _Backend(pool._network_backend)  # noqa: SLF001 - httpx has no other way
    return transport


def _left(timeout: float | None, kind: type[httpx.TimeoutException]) -> float | None:
    """Return the shorter of a timeout and the time that is left."""
    left = _ends.get() - time.monotonic()
    if left <= 0:
        raise kind("the time for the whole response is over")
    shorter = left if timeout is None else min(timeout, left)
    return None if math.isinf(shorter) else shorter


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _in_time(connect: Callable[[], Any], seconds: float | None) -> Any:
    """Open a connection in a thread, and wait for it no longer than so many seconds.

    Nothing limits how long the system looks for the address of a name. A connection that is open
    too late is closed by its thread.

    Raises:
        ConnectTimeout: If time is up.
    """
    opened: Future[Any] = Future()

    def work() -> None:
        try:
            opened.set_result(connect())
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            opened.set_exception(error)

    try:
        threading.Thread(target=work, name="cloud-marketplace-connect", daemon=True).start()
    except RuntimeError:  # no more threads
        return connect()
    try:
        wait([opened], seconds)
    except BaseException:
        opened.add_done_callback(_close_late)
        raise
    if opened.done():
        return opened.result()
    opened.add_done_callback(_close_late)
    raise httpx.ConnectTimeout("time was up while connecting to a host by its name")


def _close_late(opened: Future[Any]) -> None:
    if opened.exception() is None:
        opened.result().close()


class _Backend:
    """A network backend of httpcore whose connections keep the deadline."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> Any:
        limited = _left(timeout, httpx.ConnectTimeout)
        connect = partial(self._backend.connect_tcp, host, port, timeout=limited, **more)
        with uncaught_interruption():
            return _Stream(connect() if _is_address(host) else _in_time(connect, limited))

    def connect_unix_socket(self, path: str, timeout: float | None = None, **more: Any) -> Any:
        limited = _left(timeout, httpx.ConnectTimeout)
        return _Stream(self._backend.connect_unix_socket(path, timeout=limited, **more))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream:
    """A connection of httpcore that keeps the deadline, and lets interruptions through."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        with uncaught_interruption():
            return self._stream.read(max_bytes, _left(timeout, httpx.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with uncaught_interruption():
            for start in range(0, len(buffer), _PIECE):
                piece = buffer[start : start + _PIECE]
                self._stream.write(piece, _left(timeout, httpx.WriteTimeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> Any:
        limited = _left(timeout, httpx.ConnectTimeout)
        with uncaught_interruption():
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, limited))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
