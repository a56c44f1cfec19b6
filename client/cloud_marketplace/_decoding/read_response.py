"""Read successful responses, and find how they deviate from the description.

A response that is exactly as described is read by msgspec in one go. Any other is read with care,
by `cloud_marketplace_api.reading`, which takes whatever it gets and notes each deviation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from cloud_marketplace_api.call import Call

from cloud_marketplace._decoding import json_codec
from cloud_marketplace._decoding.deviations import Drift, Watch, drifts_of

if TYPE_CHECKING:
    from cloud_marketplace_api.reading import Deviation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a response could not be read.

    Returned rather than raised, so that no frame of a traceback holds the response.
    """

    why: str


def read(call: Call[T], body: bytes, watch: Watch | None, drifts: list[Drift]) -> T | Unread:
    """Read the body of a successful response.

    Args:
        call: The call.
        body: The body of its response.
        watch: Who wants to know of deviations; None if nobody does.
        drifts: Where they go.
    """
    notes: list[Deviation] = []
    value = _value(call.operation.returns, body, watch, notes)
    drifts += drifts_of(call.operation.id, notes)
    if value is json_codec.UNREADABLE:
        return Unread("the response is not JSON" if body.strip() else "the response is empty")
    try:
        return call.read(value)
    except TypeError as error:
        return Unread(str(error))


def _value(name: str, body: bytes, watch: Watch | None, notes: list[Deviation]) -> Any:
    """Return the model of a response, or its JSON value when that is not an object."""
    # Imported here, since the models import msgspec, which nobody needs before a response.
    from cloud_marketplace_api.model import decode
    from cloud_marketplace_api.reading import CarefulReader
    from cloud_marketplace_api.types import load

    model = load(name) if name else None
    value = decode(model, body) if model else None
    if value is not None and (watch is None or watch.dates_fit(value)):
        return value
    value = json_codec.decode(body)
    if model is None or not isinstance(value, dict):
        return value
    return CarefulReader(None if watch is None else notes).read(model, value)
