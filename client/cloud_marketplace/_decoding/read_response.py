"""Reading a good answer, without showing it to a frame of a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from cloud_marketplace_api.call import Call

from cloud_marketplace._decoding.deviations import Drift, Watch
from cloud_marketplace._decoding.json_codec import UNREADABLE, decode
from cloud_marketplace._engine.messages import HttpResponse, Reply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """Tells why an answer could not be read."""

    why: str


def read(call: Call[T], reply: Reply, watch: Watch | None, drifts: list[Drift]) -> T | Unread:
    """Read a good answer. Raises nothing: a frame that knows the answer must not be shown.

    Args:
        call: What was asked.
        reply: What came.
        watch: Looks for drift; None does not.
        drifts: Gets what it finds.
    """
    body = reply.body if isinstance(reply, HttpResponse) else b""
    value = _read_promised(call.operation.returns, body)
    if value is None:
        value = decode(body)
    if value is UNREADABLE:
        return Unread("the answer is no JSON" if body.strip() else "the answer is empty")
    if watch is not None:
        drifts += watch.look(call.operation, value)
    try:
        return call.read(value)
    except TypeError as error:
        return Unread(str(error))


def _read_promised(name: str, body: bytes) -> Any:
    """Read an answer in one go; None when it is not as promised, and has to be read with care."""
    from cloud_marketplace._decoding import (
        strict,  # here, for msgspec takes its time to be imported
    )

    return strict.read(name, body) if name else None
