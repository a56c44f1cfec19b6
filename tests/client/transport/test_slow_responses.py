"""A timeout is for the whole call, however slowly and endlessly a server responds."""

import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from cloud_marketplace import AsyncMarketplace, Marketplace, errors
from support.servers.raw_server import RawServer, response

TIMEOUT = 0.3
ENDLESS = 100_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
GZIPPED = HEAD + b"Content-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n"
MEMBER = gzip.compress(b" " * 1000)
# What is sent at once, and what follows byte by byte.
SLOW: dict[str, tuple[bytes, bytes]] = {
    "nothing": (b"", b""),
    "status line": (b"", b"HTTP/1.1 200 " + b"O" * ENDLESS),
    "header value": (HEAD, b"X-Slow: " + b"a" * ENDLESS),
    "many headers": (HEAD, b"X-A: b\r\n" * ENDLESS),
    "body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" " * ENDLESS),
    "body without length": (HEAD + b"Connection: close\r\n\r\n", b" " * ENDLESS),
    "chunk size": (CHUNKED, b"0" * ENDLESS),
    "chunk extension": (CHUNKED, b"1;a=" + b"b" * ENDLESS),
    "chunks": (CHUNKED, b"1\r\n \r\n" * ENDLESS),
    "trailer": (CHUNKED + b"2\r\n{}\r\n0\r\n", b"X-Slow: " + b"a" * ENDLESS),
    "informational responses": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * ENDLESS),
    "gzip header": (GZIPPED, b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + b"n" * ENDLESS),
    "gzip members": (GZIPPED, MEMBER * ENDLESS),
    "error page": (b"HTTP/1.1 503 Busy\r\nContent-Length: 1000000\r\n\r\n", b"x" * ENDLESS),
}
OPTIONS: Any = {"max_attempts": 1, "rate": "1000/s"}
ORDER = {"type": "sales", "customerId": "1", "products": []}


def slowly(at_once: bytes, by_drops: bytes) -> RawServer:
    """A server whose second response begins at once and never ends."""
    requests: list[bytes] = []

    def respond(connection: Any, request: bytes) -> None:
        requests.append(request)
        if len(requests) == 1:
            connection.sendall(response(b'{"id": "7"}'))
            return
        connection.sendall(at_once)
        server.drip(connection, by_drops)
        server.is_over.wait(60)

    server = RawServer(respond)
    return server


def call(environment: dict[str, str], kind: str, *, orders: bool = False) -> Any:
    """Read an order, which opens a connection, then read or place one in a short time."""
    if kind == "sync":
        with Marketplace.from_env(environment, **OPTIONS) as mp:
            mp.orders.get(7)
            if orders:
                return mp.orders.create(ORDER, timeout=TIMEOUT)
            return mp.orders.get(7, timeout=TIMEOUT)

    async def main() -> Any:
        async with AsyncMarketplace.from_env(environment, **OPTIONS) as mp:
            await mp.orders.get(7)
            if orders:
                return await mp.orders.create(ORDER, timeout=TIMEOUT)
            return await mp.orders.get(7, timeout=TIMEOUT)

    return asyncio.run(main())


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("part", SLOW)
def test_a_response_that_never_ends_is_given_up(kind: str, part: str) -> None:
    """The call ends with `NoAnswer` when its time is up, whichever part is slow."""
    with slowly(*SLOW[part]) as server:
        began = time.monotonic()
        with pytest.raises(errors.NoAnswer):
            call(server.environment, kind)
        # Without a limit it would continue for half an hour.
        assert time.monotonic() - began < 20


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_an_order_whose_response_never_ends_is_of_unknown_outcome(kind: str) -> None:
    """An order that was sent and got a slow response is of unknown outcome, in time."""
    with slowly(*SLOW["chunks"]) as server, pytest.raises(errors.OutcomeUnknown):
        call(server.environment, kind, orders=True)


def test_a_slow_response_that_ends_in_time_is_read() -> None:
    """A response that comes in many small parts is read as long as there is time."""

    def respond(connection: Any, _: bytes) -> None:
        server.drip(connection, response(b'{"id":"7"}'))

    with RawServer(respond) as server, Marketplace.from_env(server.environment, **OPTIONS) as mp:
        assert mp.orders.get(7).id == "7"


def test_a_token_that_comes_slowly_is_given_up() -> None:
    """The token request counts too: the call was not sent."""
    with slowly(b"", b"") as server:
        drip: Callable[[Any, bytes], None] = server.drip
        server.token = lambda connection: drip(connection, b"HTTP/1.1 200 " + b"O" * ENDLESS)
        with (
            Marketplace.from_env(server.environment, **OPTIONS) as mp,
            pytest.raises(errors.NotSent, match="no token"),
        ):
            mp.orders.get(7, timeout=TIMEOUT)


@pytest.mark.parametrize("late", ["refused", "open"])
def test_a_name_whose_address_is_not_found_is_given_up(
    late: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for the address of a host ends with the call; a connection made later is closed."""
    is_over = threading.Event()
    real = socket.getaddrinfo

    def slow(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host == "slow.localhost":
            is_over.wait(60)
            host = "127.0.0.1"
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with RawServer(lambda connection, _: connection.sendall(response(b"{}"))) as server:
        environment = dict(server.environment)
        url = environment["MARKETPLACE_BASE_URL"].replace("127.0.0.1", "slow.localhost")
        environment["MARKETPLACE_BASE_URL"] = url if late == "open" else "http://slow.localhost:9"
        with Marketplace.from_env(environment, **OPTIONS) as mp:
            with pytest.raises(errors.NotSent, match="ConnectTimeout"):
                mp.orders.get(7, timeout=TIMEOUT)
            is_over.set()
            assert server.wait_for_connections_to_end()
            if late == "open":
                assert mp.orders.get(7, timeout=30).to_dict() == {}
