"""The network seam: httpx on one side, plain values on the other."""

import asyncio
import gzip
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cloud_marketplace._engine.messages import HttpRequest, HttpResponse, Reply, TransportFailure
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace._transport.httpx_transport import (
    CONNECT_TIMEOUT,
    AsyncTransport,
    SyncTransport,
)
from support.client import KEY

REQUEST = HttpRequest(
    "POST",
    "https://api.example/x?a=b%2Fc",
    {"Accept": "application/json"},
    {"X-Subscription-Key": Secret(KEY)},
    b"{}",
    timeout=30.0,
)
Handler = Any


def send(handler: Handler, request: HttpRequest = REQUEST) -> Reply:
    """Send by both transports and expect the same of them."""
    sync = SyncTransport(httpx.MockTransport(handler), None, trust_env=False)
    twin = AsyncTransport(httpx.MockTransport(handler), None, trust_env=False)
    reply = sync.send(request)
    assert asyncio.run(twin.send(request)) == reply
    return reply


def test_a_request_goes_out_as_it_is() -> None:
    """Method, address, headers, secrets, body and timeouts reach the network unchanged."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={}, headers={"X-Correlation-ID": "a8n-1"})

    reply = send(handler)
    assert isinstance(reply, HttpResponse)
    assert (reply.status, reply.body) == (200, b"{}")
    assert reply.headers["x-correlation-id"] == "a8n-1"
    for request in seen:
        assert (request.method, str(request.url)) == ("POST", REQUEST.url)
        assert request.headers["x-subscription-key"] == KEY
        assert request.read() == b"{}"
        assert request.extensions["timeout"] == {
            "connect": CONNECT_TIMEOUT,
            "read": 30.0,
            "write": 30.0,
            "pool": 30.0,
        }


def test_a_packed_response_is_unpacked() -> None:
    """A gzip body is returned unpacked; a body that is not gzip is a failure."""
    packed = {"Content-Encoding": "gzip"}
    reply = send(lambda _: httpx.Response(200, headers=packed, content=gzip.compress(b"[1]")))
    assert isinstance(reply, HttpResponse)
    assert reply.body == b"[1]"

    class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"no gzip"

        async def __aiter__(self) -> Any:
            yield b"no gzip"

    reply = send(lambda _: httpx.Response(200, headers=packed, stream=Broken()))
    assert isinstance(reply, TransportFailure)
    assert reply.kinds[0] == "DecodingError"


def test_redirects_are_not_followed() -> None:
    """A redirect is a response like any other: key and token do not travel on."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"Location": "https://evil.example/"})

    reply = send(handler)
    assert isinstance(reply, HttpResponse)
    assert reply.status == 307
    assert set(seen) == {REQUEST.url}


@pytest.mark.parametrize("kind", [httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.ReadError])
def test_a_failure_is_a_value(kind: type[httpx.TransportError]) -> None:
    """A failure has the names of its exception, but not its text, which can quote a header."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise kind(f"bad header {KEY}", request=request)

    reply = send(handler)
    assert isinstance(reply, TransportFailure)
    assert reply.kinds[0] == kind.__name__
    assert "TransportError" in reply.kinds
    assert reply.detail == ""


def test_a_failed_connection_has_the_reason() -> None:
    """The reason of a failed connection is kept, for that text is about the network only."""

    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    assert send(handler) == TransportFailure(
        tuple(kind.__name__ for kind in httpx.ConnectError.__mro__),
        "[Errno 111] Connection refused",
    )


def test_nobody_listening_is_a_failed_connection() -> None:
    """A closed port gives ConnectError, with the real network too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    request = HttpRequest("GET", f"http://127.0.0.1:{port}/", {}, timeout=5.0)
    transport = SyncTransport(None, None, trust_env=False)
    reply = transport.send(request)
    transport.close()
    assert isinstance(reply, TransportFailure)
    assert reply.kinds[0] == "ConnectError"


def test_a_hole_in_a_transport_is_not_hidden() -> None:
    """An exception of a custom transport itself is raised unchanged."""

    def handler(_: httpx.Request) -> httpx.Response:
        raise LookupError("a bug in the transport")

    with pytest.raises(LookupError, match="a bug"):
        send(handler)


def test_an_interruption_leaves_its_frames_behind() -> None:
    """An interruption is raised without the HTTP library's frames, which hold the headers."""

    def handler(request: httpx.Request) -> httpx.Response:
        secret = request.headers["x-subscription-key"]
        raise KeyboardInterrupt(len(secret))

    with pytest.raises(KeyboardInterrupt) as caught:
        SyncTransport(httpx.MockTransport(handler), None, trust_env=False).send(REQUEST)
    assert [entry.name for entry in caught.traceback][1:] == ["send", "_returned"]


def test_a_closed_transport_sends_nothing() -> None:
    """After closing, nothing is sent and the failure says so; closing twice does no harm."""
    transport = SyncTransport(
        httpx.MockTransport(lambda _: httpx.Response(200)), None, trust_env=False
    )
    transport.send(REQUEST)
    transport.close()
    transport.close()
    assert transport.send(REQUEST) == TransportFailure(("Closed",))
    twin = AsyncTransport(httpx.MockTransport(lambda _: httpx.Response(200)), None, trust_env=False)
    asyncio.run(twin.close())
    assert asyncio.run(twin.send(REQUEST)) == TransportFailure(("Closed",))


def test_a_given_client_stays_its_owners() -> None:
    """A client that was handed in is not closed; once its owner closes it, nothing is sent."""
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        transport = SyncTransport(None, client, trust_env=True)
        transport.close()
        assert not client.is_closed
        transport = SyncTransport(None, client, trust_env=True)
        assert isinstance(transport.send(REQUEST), HttpResponse)
    assert transport.send(REQUEST) == TransportFailure(("Closed",))


def test_nothing_of_a_given_client_gets_into_a_request() -> None:
    """Authentication, headers, cookies, parameters and redirects of a given client stay out."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(302, headers={"Location": "/y", "Set-Cookie": "a=b"})

    with httpx.Client(
        transport=httpx.MockTransport(handler),
        auth=("user", "password"),
        headers={"X-Other": "1"},
        cookies={"c": "d"},
        params={"p": "q"},
        follow_redirects=True,
    ) as client:
        transport = SyncTransport(None, client, trust_env=True)
        transport.send(REQUEST)
        transport.send(REQUEST)
    assert len(seen) == 2
    for request in seen:
        assert str(request.url) == REQUEST.url
        assert not {"authorization", "x-other", "cookie"} & set(request.headers)


def test_netrc_does_not_speak_for_us(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password for the host in ~/.netrc does not get into a request."""
    (tmp_path / ".netrc").write_text("machine api.example login u password p\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    SyncTransport(httpx.MockTransport(handler), None, trust_env=True).send(REQUEST)
    assert "authorization" not in seen[0].headers
