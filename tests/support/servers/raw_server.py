"""A server that sends given bytes, to see how a client reads them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

TOKEN = b'{"token": "t", "expiresInSeconds": 1500}'
PAUSE = 0.02
"""Seconds between two bytes of a slow response."""


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Bytes of a whole response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def send_token(connection: Any) -> None:
    """Send a token at once."""
    connection.sendall(response(TOKEN, "Content-Type: application/json"))


class RawServer:
    """Serves each connection in a thread: token requests at once, all others by `respond`.

    Args:
        respond: Sends a response on a socket; it is given the request's bytes too.
    """

    def __init__(self, respond: Callable[[Any, bytes], None]) -> None:
        self._respond = respond
        self._server = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.accepted = 0
        self.token: Callable[[Any], None] = send_token
        self.is_over = threading.Event()

    @property
    def environment(self) -> dict[str, str]:
        """Settings of a client of this server."""
        host, port = self._server.getsockname()[:2]
        return {
            "MARKETPLACE_BASE_URL": f"http://{host}:{port}/marketplace",
            "MARKETPLACE_USERNAME": "api-user",
            "MARKETPLACE_PASSWORD": "password",
            "MARKETPLACE_SUBSCRIPTION_KEY": "key",
            "MARKETPLACE_CODE": "us",
        }

    def drip(self, connection: Any, data: bytes) -> None:
        """Send bytes one by one, slowly, until the client or the test has had enough."""
        for byte in data:
            if self.is_over.wait(PAUSE):
                return
            connection.sendall(bytes([byte]))

    def wait_for_connections_to_end(self) -> bool:
        """Wait until each connection was closed by the client; tell whether that happened."""
        for thread in list(self._threads):
            thread.join(10)
        return not any(thread.is_alive() for thread in self._threads)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.accepted += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while request := _request(connection):
                if b"/token " in request:
                    self.token(connection)
                else:
                    self._respond(connection, request)


def _request(connection: socket.socket) -> bytes:
    """Read the head of a request and its body; nothing when the client has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + body
