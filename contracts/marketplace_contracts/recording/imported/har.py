"""Read HAR captures as browsers and proxies write them.

`haralyzer` and `harfile` were weighed: the first reads pages for their timing and takes what a
dialect leaves out for an error, the second only writes. The dialects that matter here: bodies in
base64 (Fiddler, mitmproxy) or as text that is decoded already though a `Content-Encoding` header
is kept (Chrome), forms as a list (`params`), pseudo headers of HTTP/2, a byte order mark
(Fiddler), `null` in place of a missing part (Charles), and entries without a response (blocked,
aborted), which are left out.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from marketplace_contracts.errors import CannotRun

LARGEST = 500_000_000
DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers about a transfer that a capture has undone."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One request and its response, as captured.

    Attributes:
        method: Upper case.
        url: As it was sent.
        sent: Headers of the request.
        payload: Body of the request.
        status: HTTP status of the response.
        headers: Headers of the response, those of the transfer left out.
        body: Body of the response, decoded.
        when: When the request began, as written.
    """

    method: str
    url: str
    sent: tuple[tuple[str, str], ...] = field(repr=False)
    payload: bytes = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    when: str = ""


def captures(path: Path) -> list[Capture]:
    """Read all entries of a HAR file that have a response.

    CannotRun: The file cannot be read, or is not a HAR file; names it.
        CannotRun: The file cannot be read, or is not a HAR file; names it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise CannotRun(f"{path} is larger than {LARGEST:,} bytes.")
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise CannotRun(f"{path} is not a HAR file: it is not JSON.") from None
    log = document.get("log") if isinstance(document, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise CannotRun(f"{path} is not a HAR file: it has no log.entries.")
    return [capture for entry in entries for capture in _capture(entry)]


def _capture(entry: Any) -> Iterator[Capture]:
    entry = _dict(entry)
    request, response = _dict(entry.get("request")), _dict(entry.get("response"))
    status, url = response.get("status"), request.get("url")
    if not isinstance(status, int) or not 100 <= status <= 999 or not isinstance(url, str):
        return
    body = _content(_dict(response.get("content")))
    headers = [pair for pair in _headers(response) if pair[0].lower() not in DECODED]
    mime = _dict(response.get("content")).get("mimeType")
    if mime and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", str(mime)))
    yield Capture(
        str(request.get("method", "GET")).upper(),
        url,
        tuple(_headers(request)),
        _payload(_dict(request.get("postData"))),
        status,
        tuple(headers),
        body,
        str(entry.get("startedDateTime") or ""),
    )


def _headers(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield headers; those of HTTP/2 that begin with a colon are part of the first line."""
    listed = message.get("headers")
    for header in listed if isinstance(listed, list) else []:
        name, value = _dict(header).get("name"), _dict(header).get("value")
        if isinstance(name, str) and name and not name.startswith(":") and value is not None:
            yield name, str(value)


def _content(content: Mapping[str, Any]) -> bytes:
    text = content.get("text")
    if not isinstance(text, str):
        return b""
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text)
        except (binascii.Error, ValueError):
            return text.encode("utf-8", "surrogatepass")
    return text.encode("utf-8", "surrogatepass")


def _payload(data: Mapping[str, Any]) -> bytes:
    """Return what was sent; some programs capture a form as a list only."""
    if isinstance(data.get("text"), str):
        return _content({"text": data["text"], "encoding": data.get("encoding")})
    parameters = data.get("params")
    pairs = [_dict(one) for one in parameters] if isinstance(parameters, list) else []
    return urlencode([(one.get("name", ""), one.get("value", "")) for one in pairs]).encode()


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
