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
    try:
        value = _value(call.operation.returns, body, watch, notes)
    except ValueError as error:
        return Unread(f"the response cannot be read: {error}")
    if value is json_codec.UNREADABLE:
        return Unread("the response is not JSON" if body.strip() else "the response is empty")
    row = _wrong_row(value)
    if row is not None:
        return Unread(f"row {row} of the response is not an object")
    drifts += drifts_of(call.operation.id, notes)
    try:
        return call.read(value)
    except TypeError as error:
        return Unread(str(error))


def _wrong_row(value: Any) -> int | None:
    """Return the number of the first row that is not an object, if the response has rows."""
    rows = getattr(value, "data", None)
    if not isinstance(rows, list) or all(hasattr(kind, "to_dict") for kind in set(map(type, rows))):
        return None
    return next(n for n, row in enumerate(rows) if not hasattr(row, "to_dict"))


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
