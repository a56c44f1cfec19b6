"""Taking secrets out of traffic before a cassette sees it.

Headers go by a list of what is kept. Bodies are unpacked first; then whatever has a secret's name
goes, then every value that was seen to be secret wherever it stands, then what looks like one.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.secrets import (
    CREDENTIALS,
    GIVEN_HEADERS,
    PAIR,
    QUERY,
    SCHEME,
    SCRUBBED,
    SENT_HEADERS,
    TOKEN,
    USERINFO,
    VALUES,
    Known,
    is_secret_name,
    unqueried,
)
from marketplace_contracts.recording.vcr_library import Request

BASE = "https://marketplace.example/marketplace/na"
"""What the service's base address becomes, whichever service it was."""
FILES = "https://files.example"
"""What the origin of report files on this machine becomes."""

_LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)
_ADDRESS_NAMES = frozenset({"downloadurl", "url", "location", "href"})
_SIGNATURES = frozenset({"sig", "signature", "x-amz-signature"})


class Scrubber:
    """Scrubs the requests and answers of one recording; doing so twice changes nothing.

    Args:
        base_url: Base address of the service.
        secrets: Values that are known to be secret from the start.

    Attributes:
        known: All secrets seen so far.
    """

    def __init__(self, base_url: str, secrets: Iterable[str] = ()) -> None:
        self._base = base_url.rstrip("/")
        self.known = Known(secrets)

    def request(self, request: Any) -> Any:
        """What a cassette may see of a request of vcrpy's."""
        headers = {name.lower(): _one(value) for name, value in request.headers.items()}
        self._learn_headers(headers)
        payload = _bytes(request.body)
        kept = {name: self._sent(name, headers[name]) for name in sorted(SENT_HEADERS & {*headers})}
        body = self._body(payload) if payload else None
        return Request(request.method, self._uri(request.uri), body, kept)

    def response(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """What a cassette may see of an answer, as vcrpy describes answers.

        Raises:
            CannotRun: The body is packed in a way that is not known, so nobody can tell what is
                in it.
        """
        headers = {name.lower(): list(values) for name, values in response["headers"].items()}
        for cookie in headers.get("set-cookie", []):
            self.known.learn(cookie.partition(";")[0].partition("=")[2])
        body = unpacked(_bytes(response["body"]["string"]), headers.get("content-encoding", []))
        scrubbed = self._body(body) if body else b""
        kept = {
            name: [self._text(value, whole=name == "location") for value in headers[name]]
            for name in sorted(GIVEN_HEADERS & {*headers})
        }
        status = response["status"]
        message = self._text(status["message"] or "")
        return {
            "status": {"code": status["code"], "message": message},
            "headers": kept,
            "body": {"string": scrubbed},
        }

    def _learn_headers(self, headers: Mapping[str, str]) -> None:
        self.known.learn(headers.get("x-subscription-key"))
        scheme, _, value = headers.get("authorization", "").partition(" ")
        self.known.learn(value)
        if scheme.lower() == "basic" and value != SCRUBBED:
            self.known.learn(value.rstrip("="), *_pair(value))
        for cookie in headers.get("cookie", "").split(";"):
            self.known.learn(cookie.partition("=")[2].strip())

    def _sent(self, name: str, value: str) -> str:
        if name == "authorization":
            return f"{value.partition(' ')[0]} {SCRUBBED}"
        return SCRUBBED if name in CREDENTIALS else self._text(value)

    def _uri(self, uri: str) -> str:
        for base in (self._base, BASE):
            if uri.startswith((f"{base}/", f"{base}?")):
                return BASE + self._text(uri.removeprefix(base))
        return self._text(uri, whole=True)

    def _body(self, body: bytes) -> bytes:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise CannotRun("A body is no text, so it cannot be recorded.") from None
        try:
            value = json.loads(text)
        except ValueError:
            return self._text(text).encode()
        self._learn(value)
        scrubbed = self._value(value)
        if scrubbed == value:
            return body  # as it came, to the last space
        return json.dumps(scrubbed, ensure_ascii=False, separators=(",", ":")).encode()

    def _learn(self, value: Any, name: str = "") -> None:
        """Learn what a JSON value holds of secrets."""
        if isinstance(value, dict):
            if is_secret_name(str(value.get("name", ""))):
                self.known.learn(*(value.get(key) for key in sorted(VALUES)))
            for key, inner in value.items():
                self._learn(inner, key)
        elif isinstance(value, list):
            for inner in value:
                self._learn(inner, name)
        elif isinstance(value, str):
            self._learn_text(value, name)

    def _learn_text(self, text: str, name: str) -> None:
        if is_secret_name(name):
            self.known.learn(text)
        queries = [found[2] for found in QUERY.finditer(text)]
        if name.lower() in _ADDRESS_NAMES:
            queries.append(urlsplit(text).query)
        for query in queries:
            # Only signatures: the dates and versions beside them are everywhere.
            self.known.learn(*(v for k, v in parse_qsl(query) if k.lower() in _SIGNATURES))

    def _value(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            pairs = _unnamed(value).items()
            return {self.known.scrub(key): self._value(inner, key) for key, inner in pairs}
        if isinstance(value, list):
            return [self._value(inner, name) for inner in value]
        if is_secret_name(name) and value is not None and not isinstance(value, bool):
            return SCRUBBED
        if isinstance(value, str):
            return self._text(value, whole=name.lower() in _ADDRESS_NAMES)
        return value

    def _text(self, text: str, *, whole: bool = False) -> str:
        """A text without secrets, addresses of this machine and queries of addresses.

        Args:
            text: Any text.
            whole: The text is one address, perhaps a relative one.
        """
        if whole and "?" in text:
            head, _, query = text.partition("?")
            text = f"{head}?{unqueried(query)}"
        text = QUERY.sub(lambda found: f"{found[1]}?{unqueried(found[2])}", text)
        text = SCHEME.sub(rf"\1 {SCRUBBED}", text)
        text = USERINFO.sub(rf"\1{SCRUBBED}@", TOKEN.sub(SCRUBBED, text))
        text = PAIR.sub(_unpaired, text)
        text = text.replace(self._base, BASE)
        return self.known.scrub(_LOOPBACK.sub(FILES, text))


def unpacked(body: bytes, encodings: Iterable[str]) -> bytes:
    """A body with its content encodings undone.

    Raises:
        CannotRun: An encoding is not known, or the body is not what the encoding says.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    try:
        for name in reversed(names):
            body = _unpack(body, name)
    except (OSError, EOFError, zlib.error):
        raise CannotRun("A body is not packed as its header says, so it is not recorded.") from None
    return body


def _unpack(body: bytes, name: str) -> bytes:
    if name in ("", "identity"):
        return body
    if name in ("gzip", "x-gzip"):
        return gzip.decompress(body)
    if name == "deflate":
        try:
            return zlib.decompress(body)
        except zlib.error:
            return zlib.decompress(body, -zlib.MAX_WBITS)  # some servers leave the head out
    raise CannotRun(f"A body comes with the encoding {name}, so it cannot be recorded.")


def _unnamed(value: dict[str, Any]) -> dict[str, Any]:
    """Parameters are pairs of name and value: the name tells that the value is secret."""
    if is_secret_name(str(value.get("name", ""))):
        return value | dict.fromkeys(VALUES & value.keys(), SCRUBBED)
    return value


def _unpaired(found: re.Match[str]) -> str:
    """A pair of name and value without the value where the name says that it is secret."""
    name = found[1]
    secret = is_secret_name(name) or name.lower() in _SIGNATURES
    return f"{name}={SCRUBBED}" if secret else found[0]


def _pair(encoded: str) -> tuple[str, ...]:
    try:
        name, _, password = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        return ()
    return name, password


def _one(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)
