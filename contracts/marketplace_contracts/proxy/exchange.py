"""One call that passed through the proxy, as the process that judges it receives it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

LARGEST = 8_000_000
"""Bytes of a body that are kept for judging, packed or unpacked; larger ones only pass through."""


class BodyCopy:
    """A copy of a body on its way, given up when it is too large.

    Attributes:
        size: Bytes so far.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """Keep a part, as long as all parts together are not too large."""
        self.size += len(part)
        if self.size <= LARGEST:
            self._parts.append(part)
        else:
            self._parts.clear()

    def body(self) -> bytes | None:
        """Return the body; None if it was too large."""
        return b"".join(self._parts) if self.size <= LARGEST else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as they passed.

    Attributes:
        method: As sent.
        target: Path and query below the base address, as sent.
        sent: Headers of the request.
        payload: Its body; None if it is too large to be judged.
        status: HTTP status of the response.
        headers: Headers of the response.
        body: Its body, packed as it was; None if it is too large to be judged.
        when: When the request arrived, as ISO 8601 in UTC.
    """

    method: str
    target: str
    sent: tuple[tuple[str, str], ...] = field(repr=False)
    payload: bytes | None = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes | None = field(repr=False)
    when: str = ""

    @property
    def size(self) -> int:
        """Bytes of both bodies."""
        return len(self.payload or b"") + len(self.body or b"")


def unpacked(body: bytes | None, headers: tuple[tuple[str, str], ...]) -> bytes | None:
    """Return a body without its content encodings; None if it cannot be judged.

    It cannot if it is too large once unpacked, damaged, or packed in an unknown way.
    """
    encodings = [
        name.strip().lower()
        for key, value in headers
        if key.lower() == "content-encoding"
        for name in value.split(",")
    ]
    for name in reversed(encodings):
        if body and name not in ("", "identity"):
            body = _unpacked(body) if name in ("gzip", "x-gzip", "deflate") else None
    return body


def _unpacked(body: bytes) -> bytes | None:
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # gzip or zlib; deflate without a header
        unpacker = zlib.decompressobj(bits)
        try:
            found = unpacker.decompress(body, LARGEST + 1)
        except zlib.error:
            continue
        return found if unpacker.eof and len(found) <= LARGEST else None
    return None
