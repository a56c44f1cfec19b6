"""The application that passes calls through: ASGI on one side, httpx on the other.

Requests and responses pass as they are: path and query byte for byte, packed bodies, redirects,
repeated headers. What is left out is what belongs to one connection alone (RFC 9110, 7.6.1).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from marketplace_contracts.proxy.exchange import BodyCopy, Exchange

Pairs = list[tuple[bytes, bytes]]

HOP_BY_HOP: Final = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
        *(b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)
TIMEOUTS: Final = {"connect": 10.0, "read": 600.0, "write": 600.0, "pool": 60.0}
"""Seconds; the program that calls has its own, shorter ones."""


class ProxyApp:
    """Passes calls on to a service and hands each complete one to a judge.

    Args:
        target: Base address of the service, without a slash at its end.
        offer: Receives each exchange; returns at once.
        transport: Sends the requests. A transport and not a client of httpx: that would follow
            redirects, keep cookies, add headers and log addresses.
    """

    def __init__(
        self,
        target: str,
        offer: Callable[[Exchange], object],
        transport: httpx.AsyncBaseTransport,
    ) -> None:
        parts = urlsplit(target)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._base = parts.path.rstrip("/").encode()
        self._offer = offer
        self._transport = transport
        self.unreachable = 0
        self.reason = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one call."""
        if scope["type"] != "http":
            raise RuntimeError(f"{scope['type']} is not proxied")
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:  # the program has disconnected
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        target = _target(request.scope)
        if not target.startswith(b"/"):
            return _own(400, "the request names no path: use the proxy as the base address")
        when, payload = datetime.now(UTC), BodyCopy()
        try:
            received = await self._send(request, target, payload)
        except httpx.TimeoutException as error:
            return self._failed(504, error)
        except httpx.HTTPError as error:
            return self._failed(502, error)

        def offer(body: bytes | None) -> None:
            exchange = Exchange(
                request.method,
                target.decode("latin-1"),
                _texts(request.scope["headers"]),
                payload.body(),
                received.status_code,
                _texts(received.headers.raw),
                body,
                when.isoformat(),
            )
            self._offer(exchange)

        parts = _passed(received, _length(request.method, received), offer)
        response = StreamingResponse(parts, received.status_code)
        response.raw_headers = _end_to_end(received.headers.raw)
        return response

    async def _send(self, request: Request, target: bytes, payload: BodyCopy) -> httpx.Response:
        """Send the request on, unless the program disconnects first.

        Raises:
            ClientDisconnect: It has disconnected.
            httpx.HTTPError: The service did not respond.
        """
        is_sent = asyncio.Event()
        outgoing = self._outgoing(request, target, payload, is_sent)
        sending = asyncio.ensure_future(self._transport.handle_async_request(outgoing))
        leaving = asyncio.ensure_future(_left(request, is_sent))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                raise ClientDisconnect
            return await sending
        finally:
            leaving.cancel()
            sending.cancel()

    def _outgoing(
        self, request: Request, target: bytes, payload: BodyCopy, is_sent: asyncio.Event
    ) -> httpx.Request:
        headers = _end_to_end(request.scope["headers"], b"host", b"expect")
        names = {name for name, _ in request.scope["headers"]}
        has_body = bool(names & {b"content-length", b"transfer-encoding"})
        if not has_body:
            is_sent.set()
        return httpx.Request(
            request.method,
            self._origin,
            headers=headers,
            content=_copied(request.stream(), payload, is_sent) if has_body else None,
            extensions={"target": self._base + target, "timeout": TIMEOUTS},
        )

    def _failed(self, status: int, error: httpx.HTTPError) -> Response:
        self.unreachable += 1
        kind, advice = type(error).__name__, "is it running?"
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            kind = "its certificate is not trusted"
            advice = "name its authority in SSL_CERT_FILE"
        self.reason = f"{self._origin} did not respond ({kind}); {advice}"
        return _own(status, self.reason)


def _own(status: int, message: str) -> Response:
    """Return a response of the proxy itself, in the shape of the gateway's errors (facts C5)."""
    text = f"marketplace-contracts proxy: {message}"
    return JSONResponse({"statusCode": status, "message": text}, status)


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path.partition(b"?")[0] + (b"?" + query if query else b"")


def _end_to_end(headers: Iterable[tuple[bytes, bytes]], *left_out: bytes) -> Pairs:
    """Return the headers that are not about one connection alone."""
    pairs = list(headers)
    named = {
        option.strip().lower()
        for name, value in pairs
        if name.lower() == b"connection"
        for option in value.split(b",")
    }
    dropped = HOP_BY_HOP | named | set(left_out)
    return [(name, value) for name, value in pairs if name.lower() not in dropped]


async def _left(request: Request, is_sent: asyncio.Event) -> None:
    """Return once the program has disconnected; first wait until its request is sent."""
    await is_sent.wait()
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _copied(
    parts: AsyncIterator[bytes], kept: BodyCopy, is_sent: asyncio.Event
) -> AsyncIterator[bytes]:
    async for part in parts:
        if part:  # an empty chunk would end a chunked body
            kept.add(part)
            yield part
    is_sent.set()


def _length(method: str, received: httpx.Response) -> int | None:
    """Return the length of the body; None if only its end shows it."""
    if method == "HEAD" or received.status_code in (204, 304):
        return 0
    length = received.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


async def _passed(
    received: httpx.Response, length: int | None, offer: Callable[[bytes | None], None]
) -> AsyncIterator[bytes]:
    """Pass the body on as received, still encoded; a broken one is not judged."""
    kept, is_whole, stream = BodyCopy(), False, received.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    try:
        async for part in stream:
            kept.add(part)
            yield part
        is_whole = True
    finally:
        if is_whole or kept.size == length:  # a program may disconnect once it has the whole body
            offer(kept.body())
        await stream.aclose()


def _texts(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
