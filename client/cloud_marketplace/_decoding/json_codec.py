"""Encode and decode JSON: decimals are sent as exact text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final, NoReturn


class Unreadable:
    """Sentinel for a body that is not valid JSON.

    Returned rather than raised, so that no exception context holds the body.
    """

    def __bool__(self) -> bool:
        return False


UNREADABLE = Unreadable()


MAX_DIGITS: Final = 40
"""Largest number of digits of a decimal before the point, and after it."""


def is_bounded(number: Decimal) -> bool:
    """Tell whether a decimal is finite and has a bounded number of digits."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and number.adjusted() < MAX_DIGITS and exponent >= -MAX_DIGITS


def plain(number: Decimal) -> str:
    """Return a decimal as text, without exponent and without rounding.

    `Decimal("1E+3")` becomes `1000`.

    Raises:
        ValueError: If it is infinite or not a number, or has so many digits that the text would be
            endless, as with `1e99999999`.
    """
    if not is_bounded(number):
        raise ValueError(f"an amount must be finite, of at most {MAX_DIGITS} digits on each side")
    return f"{number:f}"


def encode(value: Any) -> bytes | str:
    """Encode a request body as JSON; a `Decimal` becomes text.

    Returns:
        The bytes, or a sentence that says why the value can't be sent. Nothing is raised: the
        frames of this function hold the body, and a password may be in it.
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
    """Decode JSON; return `UNREADABLE` when the body is not JSON.

    msgspec is tried first: it is faster and, unlike orjson, keeps integers of any size. What it
    refuses (other encodings, numbers beyond a float, lone surrogates, or no JSON at all) is left to
    the standard library.
    """
    import msgspec

    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return UNREADABLE


def _refuse(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python accepts and JSON does not have."""
    raise ValueError(name)


def _extra(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"a {type(value).__name__} can't be sent as JSON")
