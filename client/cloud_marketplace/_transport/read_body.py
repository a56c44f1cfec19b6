"""Read the body of a response: decompressed, up to a largest size, as UTF-8 where it is text."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from email.message import Message
from typing import Final, Protocol

MAX_BODY: Final = 64 * 1024 * 1024
"""Largest body in bytes, after decompression; the largest page of a list has a few million."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_MAGIC: Final = b"\x1f\x8b"
_ZLIB_HEADER: Final = 2  # bytes that identify the format


class DecodingError(OSError):
    """A body does not have the compression that its headers state."""


class BodyTooLarge(OSError):
    """A body is larger than any response of the service can be."""


class Decoder(Protocol):
    """Decompresses a body part by part."""

    def decode(self, data: bytes, limit: int) -> bytes:
        """Decode; return at least one byte beyond the limit if the result is larger than it."""

    def is_complete(self) -> bool:
        """Tell whether the decoded data is complete."""


class BodyReader:
    """Collects a body, so that neither its size nor its compression can exhaust the memory.

    Example: a body of 3 MB that decompresses to 3 GB raises `BodyTooLarge` after 64 MiB.

    Args:
        headers: Headers of the response; names in lower case.
        max_size: Largest size in bytes, before and after decompression.
    """

    def __init__(self, headers: Mapping[str, str], max_size: int = MAX_BODY) -> None:
        self._content_type = headers.get("content-type", "")
        self._decoders = _decoders(headers.get("content-encoding", ""))
        self._max_size = max_size
        self._left = max_size
        self._received = 0
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Add a part as it was received.

        Raises:
            DecodingError: If it can't be decompressed.
            BodyTooLarge: If the body gets too large.
        """
        self._received += len(data)
        if self._received > self._max_size:
            raise BodyTooLarge
        for decoder in self._decoders:
            data = _decoded(decoder, data, self._left)
        self.add(data)

    def add(self, data: bytes) -> None:
        """Add a part that is decompressed already.

        Raises:
            BodyTooLarge: If the body gets too large.
        """
        self._left -= len(data)
        if self._left < 0:
            raise BodyTooLarge
        self._parts.append(data)

    def finish(self) -> bytes:
        """Return the whole body; text of another charset is converted to UTF-8.

        Raises:
            DecodingError: If its compressed data ends too early.
        """
        if self._received and not all(decoder.is_complete() for decoder in self._decoders):
            raise DecodingError
        return to_utf8(b"".join(self._parts), self._content_type)


def to_utf8(body: bytes, content_type: str) -> bytes:
    r"""Convert a body from the charset of its content type; an unknown charset leaves it as it is.

    Example: `to_utf8(b"caf\xe9", "application/json; charset=ISO-8859-1")` is `b"caf\xc3\xa9"`.
    """
    message = Message()
    message["Content-Type"] = content_type
    charset = str(message.get_param("charset") or "utf-8").lower()
    if charset in ("utf-8", "utf8", "us-ascii"):
        return body
    try:
        return body.decode(charset).encode()
    except (LookupError, ValueError):
        return body


def _decoders(content_encoding: str) -> list[Decoder]:
    """Return the decoders of a body, in order: the last encoding is undone first."""
    names = [name.strip().lower() for name in content_encoding.split(",")]
    return [_DECODERS[name]() for name in reversed(names) if name in _DECODERS]


def _decoded(decoder: Decoder, data: bytes, limit: int) -> bytes:
    try:
        return decoder.decode(data, limit)
    except zlib.error:
        pass
    raise DecodingError


class _Gzip:
    """Decompresses gzip with any number of members; bytes after the last member are ignored."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._rest = b""

    def decode(self, data: bytes, limit: int) -> bytes:
        parts = []
        data = self._rest + data
        self._rest = b""
        while data and limit >= 0:
            if self._member.eof:
                if len(data) < len(_MAGIC):
                    self._rest = data
                    break
                if not data.startswith(_MAGIC):
                    break
                self._member = zlib.decompressobj(_GZIP)
            part = self._member.decompress(data, limit + 1)
            parts.append(part)
            limit -= len(part)
            data = self._member.unconsumed_tail or self._member.unused_data
        return b"".join(parts)

    def is_complete(self) -> bool:
        return self._member.eof


class _Deflate:
    """Decompresses deflate, with the zlib header or without, as some servers send it."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._head = b""

    def decode(self, data: bytes, limit: int) -> bytes:
        if self._stream is None:
            data = self._head = self._head + data
            if len(data) < _ZLIB_HEADER:
                return b""
            has_header = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        return self._stream.decompress(data, limit + 1)

    def is_complete(self) -> bool:
        return self._stream is not None and self._stream.eof


_DECODERS: Final[Mapping[str, type[Decoder]]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
}
