"""The proxy passes everything on as it is, in both directions."""

import asyncio
import gzip
import http.client
import json
import socket
import threading
from collections.abc import AsyncIterator, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from marketplace_contracts.proxy import exchange
from marketplace_contracts.proxy.app import ProxyApp
from marketplace_contracts.proxy.exchange import Exchange, unpacked
from support.servers.proxied import Passing, passing
from support.servers.raw_server import RawServer, response

JSON = "Content-Type: application/json"


def serving(data: bytes) -> tuple[RawServer, list[bytes]]:
    """A server that sends the same bytes for each request, and the requests."""
    requests: list[bytes] = []

    def respond(connection: Any, request: bytes) -> None:
        requests.append(request)
        connection.sendall(data)

    return RawServer(respond), requests


def spoken(running: Passing, request: bytes) -> bytes:
    """Everything that the proxy sends for a request whose connection it closes."""
    parts = urlsplit(running.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as link:
        link.sendall(request)
        found = b""
        while data := link.recv(65536):
            found += data
    return found


def head(data: bytes) -> tuple[str, list[str]]:
    """Status line and headers of a request or response, names in lower case."""
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, [f"{name.lower()}:{value}" for name, _, value in pairs]


def test_a_request_arrives_as_it_was_sent() -> None:
    """Path and query byte for byte, headers and body; what is about one connection is left out."""
    server, requests = serving(response(b"{}", JSON))
    body = b'{"a": "\xc3\xbc"}'
    sent = (
        b"PATCH /orders/a%2Fb%7e//x?b=1&a=%20%zz&b=|2 HTTP/1.1\r\nHost: here\r\n"
        b"X-Subscription-Key: k\r\nX-Twice: 1\r\nX-Twice: 2\r\nAccept-Encoding: br\r\n"
        b"Connection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
        b"Proxy-Authorization: Basic eA==\r\nContent-Length: 11\r\n\r\n"
    ) + body
    url = server.environment["MARKETPLACE_BASE_URL"]
    with server, passing(url) as running:
        spoken(running, sent)
    first, headers = head(requests[0].removesuffix(body))
    assert first == "PATCH /marketplace/orders/a%2Fb%7e//x?b=1&a=%20%zz&b=|2 HTTP/1.1"
    assert sorted(headers) == sorted(
        [
            *(f"host: {urlsplit(url).netloc}", "x-subscription-key: k", "x-twice: 1", "x-twice: 2"),
            *("accept-encoding: br", "content-length: 11"),
        ]
    )
    assert requests[0].endswith(body)


def test_a_response_comes_back_as_it_was_sent() -> None:
    """Status, repeated headers, dates and addresses pass; nothing is added or followed."""
    told = (
        *("Location: https://files.example/r?sig=1", "Date: then", "Server: theirs"),
        *("Set-Cookie: a=1", "Set-Cookie: b=2", "Connection: X-Hop", "X-Hop: 1"),
    )
    server, requests = serving(response(b"gone", *told, status="302 Found"))
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        data = spoken(running, b"GET /reports/7 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    first, headers = head(data)
    assert first.startswith("HTTP/1.1 302")
    kept = [line.lower().partition(":")[0] + ":" + line.partition(":")[2] for line in told[:5]]
    assert sorted(headers) == sorted(["content-length: 4", *kept, "connection: close"])
    assert data.endswith(b"gone")
    assert len(requests) == 1


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_packed_bodies_stay_packed(coding: str) -> None:
    """The bytes of a packed body pass as they are, known or unknown the packing."""
    body = gzip.compress(b'{"id": "7"}')
    server, _ = serving(response(body, JSON, f"Content-Encoding: {coding}"))
    with (
        server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
        httpx.stream("GET", f"{running.url}/orders/7") as found,
    ):
        assert b"".join(found.iter_raw()) == body
        assert found.headers["content-encoding"] == coding
    assert ("packed in an unknown way" in str(running.results.skipped)) is (coding == "br")


def test_chunked_bodies_pass_both_ways() -> None:
    """A body of unknown length is passed on in chunks, and judged whole."""
    chunks = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    server, requests = serving(chunks + b'\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n')

    def parts() -> Any:
        yield b'{"type"'
        yield b': "sales"}'

    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        found = httpx.post(f"{running.url}/orders", content=parts())
    assert found.content == b'{"a":1}'
    assert "content-length" not in found.headers
    assert b"transfer-encoding: chunked" in requests[0].lower()
    (seen,) = running.judge.exchanges
    assert (seen.payload, seen.body) == (b'{"type": "sales"}', b'{"a":1}')


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_responses_without_a_body_end(status: str) -> None:
    """HEAD, 204 and 304 have no body, whatever their headers say."""
    server, _ = serving(f"HTTP/1.1 {status}\r\nETag: x\r\n\r\n".encode())
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        found = httpx.get(f"{running.url}/orders/7", timeout=10)
        assert (str(found.status_code), found.content) == (status[:3], b"")
    server, requests = serving(b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n")
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        found = httpx.head(f"{running.url}/orders/7", timeout=10)
    assert found.headers["content-length"] == "1234"
    assert requests[0].startswith(b"HEAD ")


def test_large_bodies_pass_and_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body above the limit passes whole, is not kept, and the report says so."""
    monkeypatch.setattr(exchange, "LARGEST", 1000)
    body = b"x" * 200_000
    server, requests = serving(response(body, JSON))
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        found = httpx.post(f"{running.url}/orders", content=body)
        assert found.content == body
    assert requests[0].endswith(body)
    (seen,) = running.judge.exchanges
    assert (seen.payload, seen.body) == (None, None)
    assert len(running.results.skipped) == 2


def test_a_bomb_is_not_unpacked() -> None:
    """A body that grows beyond the limit when unpacked is not judged."""
    bomb = gzip.compress(b" " * (exchange.LARGEST + 1))
    assert unpacked(bomb, (("Content-Encoding", "gzip"),)) is None
    assert unpacked(b"no gzip", (("Content-Encoding", "gzip"),)) is None
    twice = gzip.compress(gzip.compress(b"x"))
    assert unpacked(twice, (("content-encoding", "gzip, x-gzip"),)) == b"x"


def test_a_service_that_is_down_is_said() -> None:
    """A target that is down is a 502 that names it, in the shape of the gateway; not judged."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with passing(f"http://127.0.0.1:{port}/api") as running:
        found = httpx.get(f"{running.url}/orders/7?sig=secret")
    assert found.status_code == 502
    told = found.json()
    assert told["statusCode"] == 502
    assert f"http://127.0.0.1:{port} did not respond (ConnectError)" in told["message"]
    assert "secret" not in found.text
    assert running.results.interactions == 0
    assert list(running.results.skipped) == ["1 calls: the target did not respond"]


def test_a_certificate_that_is_not_trusted_is_reported() -> None:
    """A service with a certificate of its own is a 502 that says which setting helps."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed", request=request)

    app = ProxyApp("https://127.0.0.1:1", lambda _: None, httpx.MockTransport(refuse))

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.get("http://proxy/orders")

    told = asyncio.run(call()).json()["message"]
    assert "its certificate is not trusted" in told
    assert "SSL_CERT_FILE" in told


@pytest.mark.parametrize(
    "broken", [b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n123", b"", b"nonsense\r\n\r\n"]
)
def test_a_broken_response_is_an_error_and_not_judged(broken: bytes) -> None:
    """A response that breaks off is broken for the program too, and never judged as whole."""

    def respond(connection: Any, _: bytes) -> None:
        connection.sendall(broken)
        connection.shutdown(socket.SHUT_RDWR)

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
        suppress(httpx.RemoteProtocolError),
    ):
        found = httpx.get(f"{running.url}/orders/7", timeout=10)
        assert found.status_code == 502
    assert running.judge.exchanges == []


def test_a_program_that_leaves_ends_the_call() -> None:
    """When the program hangs up, the connection to the service is closed too."""
    is_sending, go_on = threading.Event(), threading.Event()

    def respond(connection: Any, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        is_sending.set()
        assert go_on.wait(10)
        for _ in range(10_000):
            connection.sendall(b"x" * 10_000)

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
    ):
        parts = urlsplit(running.url)
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as link:
            link.sendall(b"GET /orders/7 HTTP/1.1\r\nHost: h\r\n\r\n")
            assert link.recv(10)
            assert is_sending.wait(10)
        go_on.set()
        assert server.wait_for_connections_to_end()
    assert running.judge.exchanges == []


def test_a_program_that_does_not_wait_ends_the_call() -> None:
    """When the program hangs up before there is a response, the service sees that too."""
    is_asked = threading.Event()

    def respond(connection: Any, _: bytes) -> None:
        is_asked.set()
        assert connection.recv(10) == b""

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
    ):
        parts = urlsplit(running.url)
        for body in (b"", b"{}"):
            is_asked.clear()
            with socket.create_connection((parts.hostname or "", parts.port or 0)) as link:
                link.sendall(b"POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: ")
                link.sendall(b"%d\r\n\r\n%b" % (len(body), body))
                assert is_asked.wait(10)
        assert server.wait_for_connections_to_end()
    assert running.judge.exchanges == []


class Stalling(httpx.AsyncBaseTransport, httpx.AsyncByteStream):
    """A service that sends a body and then neither ends the response nor hangs up."""

    def __init__(self, length: int) -> None:
        self.length, self.is_closed = length, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to anything."""
        assert request.method == "GET"
        return httpx.Response(200, headers={"Content-Length": str(self.length)}, stream=self)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Send four bytes."""
        yield b"1234"
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        """Remember it."""
        self.is_closed = True


@pytest.mark.parametrize(("length", "judged"), [(4, [b"1234"]), (5, [])])
def test_a_program_that_hangs_up_with_everything_is_judged(
    length: int, judged: list[bytes]
) -> None:
    """A call is whole once all of its body has passed, however fast the program leaves then."""
    found: list[Exchange] = []
    upstream, has_all = Stalling(length), asyncio.Event()

    async def receive() -> dict[str, Any]:
        await has_all.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message.get("body"):
            has_all.set()

    scope = {"type": "http", "method": "GET", "raw_path": b"/o", "query_string": b"", "headers": []}
    app = ProxyApp("http://a.example", found.append, upstream)
    asyncio.run(asyncio.wait_for(app(scope | {"path": "/o"}, receive, send), 10))
    assert [each.body for each in found] == judged
    assert upstream.is_closed


def test_calls_at_the_same_time_do_not_wait_for_each_other() -> None:
    """Each of several calls is passed on while the others are open."""
    together = threading.Barrier(5)

    def respond(connection: Any, request: bytes) -> None:
        together.wait(10)
        connection.sendall(response(request.split(b" ")[1], "Content-Type: text/plain"))

    found: list[str] = []
    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
    ):

        def call(number: int) -> None:
            found.append(httpx.get(f"{running.url}/orders/{number}", timeout=10).text)

        threads = [threading.Thread(target=call, args=(n,)) for n in range(5)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(found) == [f"/marketplace/orders/{n}" for n in range(5)]


def test_a_request_that_is_meant_for_another_kind_of_proxy_is_refused() -> None:
    """The proxy is a base address; a whole address in the request line is a 400 that says so."""
    server, requests = serving(response(b"{}"))
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        request = b"GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
        data = spoken(running, request)
    assert data.startswith(b"HTTP/1.1 400")
    assert "base address" in json.loads(data.partition(b"\r\n\r\n")[2])["message"]
    assert requests == []


def test_a_plain_client_and_one_connection_suffice() -> None:
    """`http.client` makes several calls over one connection."""
    server, requests = serving(response(b"{}", JSON))
    with server, passing(server.environment["MARKETPLACE_BASE_URL"]) as running:
        link = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=10)
        for _ in range(2):
            link.request("GET", "/o")
            assert link.getresponse().read() == b"{}"
        link.close()
    assert len(requests) == 2
