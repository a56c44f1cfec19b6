"""Read HAR captures as browsers and proxies write them.

`haralyzer` and `harfile` were weighed: the first reads pages for their timing and raises an error
for what a dialect leaves out, the second only writes. The dialects that matter here: bodies in
base64 (Fiddler, mitmproxy) or as text that is decoded already though a `Content-Encoding` header
is kept (Chrome), forms as a list (`params`), pseudo headers of HTTP/2, a byte order mark
(Fiddler), `null` in place of a missing part (Charles), bodies that are cut (Firefox) or left out
(any browser, on demand), and entries without a response (blocked, aborted), which are left out.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from marketplace_contracts.errors import CannotRun

LARGEST = 500_000_000
DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers about a transfer that a capture has undone."""
EMPTY = frozenset({204, 205, 304})
"""Statuses of responses without a body."""
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Capture:
    """One request and its response, as captured.

    Attributes:
        method: Upper case.
        url: As it was sent, without a user, a fragment and the scheme's own port.
        sent: Headers of the request.
        payload: Body of the request.
        status: HTTP status of the response.
        headers: Headers of the response, those of the transfer left out.
        body: Body of the response, decoded.
        when: When the request began, as written.
        missing: Why the capture does not tell what was received; empty if it does.
    """

    method: str
    url: str
    sent: tuple[tuple[str, str], ...] = field(repr=False)
    payload: bytes = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    when: str = ""
    missing: str = ""


def captures(path: Path) -> list[Capture]:
    """Read all entries of a HAR file that have a response.

    Raises:
        CannotRun: The file cannot be read, or is not a HAR file; names it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise CannotRun(f"{path} is larger than {LARGEST:,} bytes.")
        document = json.loads(path.read_bytes())  # in any encoding of JSON
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}.") from None
    except json.JSONDecodeError as error:
        where = f"{error.msg}: line {error.lineno}, column {error.colno}"
        raise CannotRun(f"{path} is not a HAR file: it is not JSON ({where}).") from None
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
    status, url = _status(response.get("status")), address_of(request.get("url"))
    if not url or not 100 <= status <= 999:
        return
    content = _dict(response.get("content"))
    body = _content(content)
    headers = [pair for pair in _headers(response) if pair[0].lower() not in DECODED]
    mime = content.get("mimeType")
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
        _missing(status, content, body),
    )


def _status(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else 0


def address_of(value: Any) -> str:
    """Return an address in the one way that all programs write it; nothing if it is none."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    if port and port != {"http": 80, "https": 443}.get(parts.scheme):
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path, parts.query, "")) if host else ""


def _missing(status: int, content: Mapping[str, Any], body: bytes) -> str:
    """Tell why a body is not what was received."""
    size = content.get("size")
    known = size if isinstance(size, int) else -1
    if status in EMPTY or (not body and known == 0):
        return ""
    if not body and (known > 0 or "text" not in content):
        return "captured without the body of the response"
    if len(body) < known and "json" in str(content.get("mimeType")).lower() and not _is_json(body):
        return "captured with a part of the body only"
    try:
        body.decode()
    except UnicodeDecodeError:
        return "with a body that is not text"
    return ""


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


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
            return _unpacked(base64.b64decode(text))
        except (binascii.Error, ValueError):
            return text.encode("utf-8", "surrogatepass")
    return text.encode("utf-8", "surrogatepass")


def _unpacked(body: bytes) -> bytes:
    """Undo the encoding of the transfer, which some programs capture as it came."""
    try:
        return gzip.decompress(body) if body.startswith(GZIP) else body
    except (OSError, EOFError, zlib.error):
        return body


def _payload(data: Mapping[str, Any]) -> bytes:
    """Return what was sent; some programs capture a form as a list only."""
    if isinstance(data.get("text"), str):
        return _content({"text": data["text"], "encoding": data.get("encoding")})
    parameters = data.get("params")
    pairs = [_dict(one) for one in parameters] if isinstance(parameters, list) else []
    return urlencode([(one.get("name", ""), one.get("value", "")) for one in pairs]).encode()


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
