"""Messages between the proxy and the process that judges: MessagePack, each after its length."""

from __future__ import annotations

from typing import IO, Any

from msgspec import msgpack

_LENGTH = 4


def write_frame(stream: IO[bytes], message: Any) -> None:
    """Write a message and flush it."""
    data = msgpack.encode(message)
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read the bytes of a message; None when there are no more."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    data = stream.read(int.from_bytes(length, "big"))
    return data or None
