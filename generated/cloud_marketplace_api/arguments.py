"""Check the arguments of methods, and write them as text.

An argument of the wrong type must not become text in an address, nor drop a filter: then a call
would go to another object, or list everything. The errors name the argument and its type, and never
show its value, which could be a secret.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NoReturn
from urllib.parse import quote

from .types import dump_text, read_date, read_datetime

DOTS = (".", "..")
LONGEST = 40


def segment(name: str, value: Any) -> str:
    """Write an identifier as one segment of a path.

    Args:
        name: The argument.
        value: Text, or a whole number.

    Raises:
        TypeError: If it is neither.
        ValueError: If it is empty, or is a dot segment that would name another path.
    """
    written = identifier(name, value)
    if written is None:
        refuse_type(name, value, "text or a whole number")
    if written in DOTS:
        raise ValueError(f"{name} must be an identifier, not {written!r}")
    return quote(written, safe="")


def identifier(name: str, value: Any) -> str | None:
    """Write an identifier, text or a whole number; None stays None."""
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**40:
            raise ValueError(f"{name} must be an identifier, not a number of more than 40 digits")
        return str(int(value))
    if value is not None and not isinstance(value, str):
        refuse_type(name, value, "text or a whole number")
    return text(name, value)


def text(name: str, value: Any) -> str | None:
    """Check a text or a word of an enumeration; None stays None.

    Raises:
        TypeError: If it is not text.
        ValueError: If it is empty, or cannot be sent.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        refuse_type(name, value, "text")
    written = str.__str__(value)  # of `class Status(str, Enum)` the value, not `Status.ACTIVE`
    if not written.strip():
        raise ValueError(f"{name} must be an identifier or a text, not an empty one")
    try:
        written.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} must be text that UTF-8 can carry") from None
    return written


def number(name: str, value: Any) -> str | None:
    """Check a whole number; None stays None."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        refuse_type(name, value, "a whole number")
    return identifier(name, value)


def fraction(name: str, value: Any) -> str | None:
    """Check a number and write it without an exponent; None stays None."""
    if value is None:
        return None
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        refuse_type(name, value, "a number")
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact.adjusted()) > LONGEST:
        raise ValueError(f"{name} must be a finite number of at most {LONGEST} digits")
    return f"{exact:f}"


def flag(name: str, value: Any) -> str | None:
    """Check a truth value and write it in lower case; None stays None."""
    if value is None:
        return None
    if not isinstance(value, bool):
        refuse_type(name, value, "True or False")
    return "true" if value else "false"


def day(name: str, value: Any) -> str | None:
    """Check a date, or its text `YYYY-MM-DD`; None stays None.

    Raises:
        TypeError: If it is something else; a `datetime` is not a date.
        ValueError: If a text is not a date.
    """
    if isinstance(value, str):
        if type(read_date(value)) is str:
            raise ValueError(f"{name} must be a date, YYYY-MM-DD")
        return value
    if value is None:
        return None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        refuse_type(name, value, "a date, or its text")
    return value.isoformat()


def moment(name: str, value: Any) -> str | None:
    """Check a time with its offset, or the text of one; None stays None.

    Raises:
        TypeError: If it is something else; a date is not a time.
        ValueError: If it has no offset, since then it means another time on each machine.
    """
    if value is None:
        return None
    found = read_datetime(value) if isinstance(value, str) else value
    if isinstance(found, str):
        raise ValueError(f"{name} must be a time, such as 2026-01-02T03:04:05Z")  # noqa: TRY004 - text
    if not isinstance(found, dt.datetime):
        refuse_type(name, value, "a datetime, or its text")
    if found.utcoffset() is None:
        raise ValueError(f"{name} must have an offset, such as datetime.UTC")
    return value if isinstance(value, str) else str(dump_text(value))


def refuse_type(name: str, value: Any, expected: str) -> NoReturn:
    """Raise the TypeError of an argument."""
    raise TypeError(f"{name} must be {expected}, not {type(value).__name__}")


__all__ = [
    "day",
    "flag",
    "fraction",
    "identifier",
    "moment",
    "number",
    "refuse_type",
    "segment",
    "text",
]
