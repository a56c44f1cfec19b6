"""JSON in and out: decimals leave as exact text, answers are read or found unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any


class Unreadable:
    """Marks a body that is no JSON; it is falsy and is never raised, so that nothing chains it."""

    def __bool__(self) -> bool:
        return False


UNREADABLE = Unreadable()


def plain(number: Decimal) -> str:
    """Write a decimal as text with neither exponent nor rounding.

    Raises:
        ValueError: If it is infinite or not a number.
    """
    if not number.is_finite():
        raise ValueError("an amount must be finite")
    return f"{number:f}"


def encode(value: Any) -> bytes | str:
    """Write a request body as JSON; a `Decimal` becomes text (facts E13, F17).

    Returns:
        The bytes, or a sentence that says why the value can't be sent. Nothing is raised: the
        frames of this function know the body, and a password may be in it.
    """
    try:
        text = json.dumps(
            value, default=_extra, allow_nan=False, ensure_ascii=False, separators=(",", ":")
        )
        return text.encode()
    except TypeError as error:
        return str(error)
    except (ValueError, RecursionError):
        # The text of these can quote the value itself.
        return "the body holds a number, a text or a nesting that JSON can't carry"


def decode(body: bytes) -> Any:
    """Read JSON; gives `UNREADABLE` when it is none.

    msgspec reads first, for it is faster and, unlike orjson, keeps integers of any size. What it
    refuses (other encodings, numbers beyond a float, lone surrogates, or no JSON at all) is read by
    the standard library.
    """
    import msgspec

    try:
        return _fast()(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return UNREADABLE


@cache
def _fast() -> Callable[[bytes], Any]:
    """Give msgspec's reader, which is imported at the first answer."""
    import msgspec

    read: Callable[[bytes], Any] = msgspec.json.Decoder().decode
    return read


def _extra(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"a {type(value).__name__} can't be sent as JSON")
