"""Canaries, and a service that puts them everywhere."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
from marketplace_contracts.recording.scrub import Scrubber
from marketplace_contracts.recording.vcr_config import MemoryPersister, recording

USERNAME = "canary-user.API"
PASSWORD = "Canary-Passw0rd"
KEY = "canary-key-0a1b2c3d"
TOKEN = "eyJhbGciOiJIUzM4NCJ9.canaryclaims.canarysignature"
COOKIE = "canary-session-cookie"
CONTACT_PASSWORD = "Canary-Contact-7"
CONTACT_LOGIN = "canary-contact-login"
PARAMETER = "canary-parameter-value"
SIGNATURE = "CANARYsig+/nature="
BASIC = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
CANARIES = {
    "user name": USERNAME,
    "password": PASSWORD,
    "key": KEY,
    "token": TOKEN,
    "cookie": COOKIE,
    "contact's password": CONTACT_PASSWORD,
    "contact's login": CONTACT_LOGIN,
    "parameter": PARAMETER,
    "signature": "CANARYsig",
    "Basic header": BASIC,
}
SIGNED = "https://storage.example/rde/a.xlsx?sig=CANARYsig%2B%2Fnature%3D&se=2026-05-30"
METADATA = {"scenario": "canaries"}


def packed(body: bytes, encoding: str) -> bytes:
    """Return a body in a content encoding."""
    return {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](body)


class Handler(BaseHTTPRequestHandler):
    """Respond with the canaries that a service could give away."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Give the token, in gzip, or repeat the body, in deflate."""
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/token"):
            given = {"token": TOKEN, "expiresInSeconds": 1500}
            self._give(
                200, given, {"Content-Encoding": "gzip", "Set-Cookie": f"s={COOKIE}; Path=/"}
            )
        else:
            message = f"refused {self.headers['Authorization']}: {sent.decode()}"
            self._give(400, {"message": message}, {"Content-Encoding": "deflate"})

    def do_GET(self) -> None:
        """Redirect to a signed address, show one, or repeat the received headers."""
        if self.path.endswith("/redirect"):
            self._give(302, {"moved": SIGNED}, {"Location": SIGNED})
        elif self.path.endswith("/echo"):
            self._give(
                401, {"message": str(self.headers)}, {"X-Echo": self.headers["Cookie"] or ""}
            )
        elif self.path.endswith("/page"):
            self._give(504, f"<html>{SIGNED} {self.headers['Authorization']}</html>", {})
        else:
            relative = "/rde/b.xlsx?sig=CANARYsig%2B%2Fnature%3D"
            self._give(200, {"rows": [{"downloadUrl": SIGNED}, {"downloadUrl": relative}]}, {})

    def _give(self, status: int, value: Any, headers: dict[str, str]) -> None:
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        if encoding := headers.get("Content-Encoding"):
            body = packed(body, encoding)
        kind = "text/html" if isinstance(value, str) else "application/json"
        self.send_response(status)
        for name, text in {**headers, "Content-Type": kind, "Content-Length": len(body)}.items():
            self.send_header(name, str(text))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def leaky_service() -> Iterator[str]:
    """Yield the base address of a service that gives everything away."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/marketplace/na"
    finally:
        server.shutdown()
        server.server_close()


def call_everything(base: str) -> None:
    """Make calls that send and receive each canary; the cookie is sent back."""
    contact = {"type": "admin", "login": CONTACT_LOGIN, "password": CONTACT_PASSWORD}
    body = {
        "contactPersons": [contact],
        "parameters": [
            {"name": "admin_password", "value": PARAMETER},
            {"name": "api_secret", "structured_value": {"a": PARAMETER}},
        ],
    }
    with httpx.Client(headers={"X-Subscription-Key": KEY}) as http:
        http.post(f"{base}/token", headers={"Authorization": f"Basic {BASIC}"}, json={})
        http.headers["Authorization"] = f"Bearer {TOKEN}"
        http.post(f"{base}/customers", json=body)
        for path in ("reports", "redirect", "echo", "page"):
            http.get(f"{base}/{path}?note={KEY}")


class NoScrubber(Scrubber):
    """A scrubber that scrubs nothing, to show what would be recorded."""

    def request(self, request: Any) -> Any:
        """Return the request as it is."""
        request.headers = dict(request.headers)
        return request

    def response(self, response: Any) -> dict[str, Any]:
        """Return the response as it is."""
        plain: dict[str, Any] = dict(response)
        return plain


def recorded(
    scrubber: Callable[[str, tuple[str, ...]], Scrubber] = Scrubber,
) -> tuple[str, Scrubber]:
    """Return the text of a recording of all calls, and the scrubber that it went through."""
    persister = MemoryPersister()
    with leaky_service() as base:
        made = scrubber(base, (USERNAME, PASSWORD, KEY))
        with recording(made, persister, dict(METADATA)):
            call_everything(base)
    return persister.text, made
