"""Remove secrets from traffic before a cassette receives it.

Headers are kept by a list. Bodies are unpacked first. Then every value under a secret's name is
replaced, then every value that was seen to be secret, wherever it appears, then everything that
looks like a secret. Of a live service's traffic, only listed values are kept at all.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.kept_fields import (
    CREDENTIALS,
    FIELDS,
    PARAMETER_VALUES,
    PLACEHOLDER,
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
)
from marketplace_contracts.recording.masking import mask, mask_page, mask_text
from marketplace_contracts.recording.vcr_library import Request
from marketplace_contracts.traffic.redaction import Redactor
from marketplace_contracts.traffic.secret_shapes import (
    QUERY,
    SIGNATURES,
    is_secret_name,
    without_shapes,
    without_values,
)

BASE = "https://marketplace.example/marketplace/na"
"""Replaces the base address, whichever service it was."""
FILES = "https://files.example"
"""Replaces the origin of report files on this machine."""
SHORTEST = 6
"""A shorter value would match parts of harmless words."""

_LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)
_ADDRESS_NAMES = frozenset({"downloadurl", "url", "location", "href"})


class Scrubber:
    """Scrub the requests and responses of one recording; scrubbing twice changes nothing.

    It remembers each secret it sees, because a service may repeat in one response what it was sent
    in an earlier request.

    Args:
        base_url: Base address of the service.
        secrets: Values that are known to be secret from the start.
        words: Set for a live service, of which only listed values are kept: texts that are kept
            under any name, such as the values of enumerations. None keeps what is not secret.

    Attributes:
        known: All secrets seen so far.
    """

    def __init__(
        self, base_url: str, secrets: Iterable[str] = (), words: AbstractSet[str] | None = None
    ) -> None:
        self._base = base_url.rstrip("/")
        self._words = words
        self.known = Redactor()
        self._learn_values(*secrets)

    def request(self, request: Any) -> Any:
        """Return what a cassette may contain of one of vcrpy's requests."""
        headers = {name.lower(): _text_of(value) for name, value in request.headers.items()}
        self._learn_headers(headers)
        payload = _bytes(request.body)
        names = sorted(REQUEST_HEADERS & headers.keys())
        kept = {name: self._request_header(name, headers[name]) for name in names}
        body = self._body(payload) if payload else None
        return Request(request.method, self._uri(request.uri), body, kept)

    def response(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a cassette may contain of a response, as vcrpy describes responses.

        Raises:
            CannotRun: The body has an unknown encoding, so its content cannot be judged.
        """
        headers = {name.lower(): list(values) for name, values in response["headers"].items()}
        for cookie in headers.get("set-cookie", []):
            self._learn_values(cookie.partition(";")[0].partition("=")[2])
        body = unpacked(_bytes(response["body"]["string"]), headers.get("content-encoding", []))
        scrubbed = self._body(body) if body else b""
        names = sorted(RESPONSE_HEADERS & headers.keys())
        kept = {name: [self._response_header(name, v) for v in headers[name]] for name in names}
        status = response["status"]
        message = self._text(status["message"] or "")
        return {
            "status": {"code": status["code"], "message": message},
            "headers": kept,
            "body": {"string": scrubbed},
        }

    def _learn_values(self, *values: object) -> None:
        """Search for these values from now on, unless they are too short."""
        for value in values:
            if isinstance(value, str) and len(value) >= SHORTEST and value != PLACEHOLDER:
                self.known.learn("SECRET", value)

    def _learn_headers(self, headers: Mapping[str, str]) -> None:
        self._learn_values(headers.get("x-subscription-key"))
        scheme, _, value = headers.get("authorization", "").partition(" ")
        self._learn_values(value)
        if scheme.lower() == "basic" and value != PLACEHOLDER:
            self._learn_values(value.rstrip("="), *_name_and_password(value))
        for cookie in headers.get("cookie", "").split(";"):
            self._learn_values(cookie.partition("=")[2].strip())

    def _request_header(self, name: str, value: str) -> str:
        if name == "authorization":
            return f"{value.partition(' ')[0]} {PLACEHOLDER}"
        return PLACEHOLDER if name in CREDENTIALS else self._text(value)

    def _response_header(self, name: str, value: str) -> str:
        text = self._text(value, whole=name == "location")
        live_address = self._words is not None and name == "location"
        return mask_text(text) if live_address else text

    def _uri(self, uri: str) -> str:
        for base in (self._base, BASE):
            if uri.startswith((f"{base}/", f"{base}?")):
                return BASE + self._query(self._text(uri.removeprefix(base)))
        return self._query(self._text(uri, whole=True))

    def _query(self, address: str) -> str:
        """Return a URL whose query keeps listed values only, if the service is live."""
        path, mark, query = address.partition("?")
        if self._words is None or not mark:
            return address
        pairs = [pair.partition("=") for pair in query.split("&")]
        kept = (f"{k}{eq}{v if k in FIELDS or not v else PLACEHOLDER}" for k, eq, v in pairs)
        return f"{path}?{'&'.join(kept)}"

    def _body(self, body: bytes) -> bytes:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise CannotRun("A body is not UTF-8 text, so it cannot be recorded.") from None
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            text = self._text(text)
            return (text if self._words is None else mask_page(text)).encode()
        self._learn(value)
        scrubbed = self._value(value)
        if self._words is not None:
            scrubbed = mask(scrubbed, words=self._words)
        if scrubbed == value:
            return body  # unchanged, including trailing spaces
        return json.dumps(scrubbed, ensure_ascii=False, separators=(",", ":")).encode()

    def _learn(self, value: Any, name: str = "") -> None:
        """Learn the secrets in a JSON value."""
        if isinstance(value, dict):
            if is_secret_name(str(value.get("name", ""))):
                self._learn_values(*(value.get(key) for key in sorted(PARAMETER_VALUES)))
            for key, inner in value.items():
                self._learn(inner, key)
        elif isinstance(value, list):
            for inner in value:
                self._learn(inner, name)
        elif isinstance(value, str):
            self._learn_text(value, name)

    def _learn_text(self, text: str, name: str) -> None:
        if is_secret_name(name):
            self._learn_values(text)
        queries = [found[2] for found in QUERY.finditer(text)]
        if name.lower() in _ADDRESS_NAMES:
            queries.append(urlsplit(text).query)
        for query in queries:
            # Only signatures: the dates and versions beside them are everywhere.
            self._learn_values(*(v for k, v in parse_qsl(query) if k.lower() in SIGNATURES))

    def _value(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            pairs = _without_secret_parameter(value).items()
            return {self._known_replaced(key): self._value(each, key) for key, each in pairs}
        if isinstance(value, list):
            return [self._value(inner, name) for inner in value]
        if is_secret_name(name) and value is not None and not isinstance(value, bool):
            return PLACEHOLDER
        if isinstance(value, str):
            return self._text(value, whole=name.lower() in _ADDRESS_NAMES)
        return value

    def _text(self, text: str, *, whole: bool = False) -> str:
        """Return a text without secrets, addresses of this machine and queries of addresses.

        Args:
            text: Any text.
            whole: The text is one address, perhaps a relative one.
        """
        if whole and "?" in text:
            head, _, query = text.partition("?")
            text = f"{head}?{without_values(query, PLACEHOLDER)}"
        text = without_shapes(text, PLACEHOLDER).replace(self._base, BASE)
        return self._known_replaced(_LOOPBACK.sub(FILES, text))

    def _known_replaced(self, text: str) -> str:
        return self.known.hide(text, PLACEHOLDER)


def unpacked(body: bytes, encodings: Iterable[str]) -> bytes:
    """Return a body with its content encodings undone.

    Raises:
        CannotRun: An encoding is not known, or the body does not have it.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    try:
        for name in reversed(names):
            body = _unpack(body, name)
    except (OSError, EOFError, zlib.error):
        raise CannotRun("A body does not have the encoding of its header.") from None
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
            return zlib.decompress(body, -zlib.MAX_WBITS)  # some servers leave the header out
    raise CannotRun(f"A body has the unknown encoding {name}, so it cannot be recorded.")


def _without_secret_parameter(value: dict[str, Any]) -> dict[str, Any]:
    """Replace the value of a named parameter whose name is a secret's."""
    if is_secret_name(str(value.get("name", ""))):
        return value | dict.fromkeys(PARAMETER_VALUES & value.keys(), PLACEHOLDER)
    return value


def _name_and_password(encoded: str) -> tuple[str, ...]:
    try:
        name, _, password = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        return ()
    return name, password


def _text_of(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)
