"""Read successful responses, and find how they deviate from the description.

A response exactly as described is decoded by msgspec at once. Any other is read by the careful
reader of `cloud_marketplace_api.reading`, which accepts any JSON and notes each deviation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from cloud_marketplace_api.call import Call

from cloud_marketplace._decoding import json_codec

if TYPE_CHECKING:
    from cloud_marketplace_api.reading import Deviation

    from cloud_marketplace._decoding.deviations import Watch

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a response could not be read.

    Returned rather than raised, so that no frame of a traceback holds the response.
    """

    why: str


@dataclass(slots=True)
class Seen:
    """What was seen while a response was read, for whoever judges it later.

    Attributes:
        notes: The deviations that were met. Without a watch nobody looks at dates.
        value: The model that was made; None if none was.
    """

    notes: list[Deviation] = field(default_factory=list, repr=False)
    value: Any = field(default=None, repr=False)


def read(
    call: Call[T], body: bytes, watch: Watch | None = None, seen: Seen | None = None
) -> T | Unread:
    """Read the body of a successful response.

    Args:
        call: The call.
        body: The body of its response.
        watch: The receiver of deviations, which checks the dates; None if they are ignored.
        seen: Is filled with what is seen on the way; None if it is not needed.
    """
    if not call.operation.returns and not body.strip():
        return call.read(None)
    try:
        value = value_of(call.operation.returns, body, watch, seen.notes if seen else None)
    except ValueError as error:
        return Unread(f"the response cannot be read: {error}")
    if value is json_codec.UNREADABLE:
        return Unread("the response is not JSON" if body.strip() else "the response is empty")
    row = _wrong_row(value)
    if row is not None:
        return Unread(f"row {row} of the response is not an object")
    if seen is not None:
        seen.value = value
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


def value_of(name: str, body: bytes, watch: Watch | None, notes: list[Deviation] | None) -> Any:
    """Return the model of a response, or its JSON value when that is not an object.

    Args:
        name: Name of the model; empty if there is none.
        body: The body of a successful response.
        watch: Looks at the dates; None does not.
        notes: The list of deviations; None if they are ignored.

    Raises:
        ValueError: If it is nested too deeply.
    """
    # Imported here, since the models import msgspec, which is not needed before a response.
    from cloud_marketplace_api.reading import CarefulReader, decode
    from cloud_marketplace_api.types import load

    model = load(name) if name else None
    value = decode(model, body) if model else None
    if value is not None and (watch is None or watch.dates_fit(value)):
        return value
    value = json_codec.decode(body)
    if model is None or not isinstance(value, dict):
        return value
    return CarefulReader(notes).read(model, value)
