"""Value types of the models: `UNSET`, open enumerations, and how texts become values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import Enum, StrEnum
from importlib import import_module
from typing import Any, Final, Literal, Self


class Unset(Enum):
    """The type of `UNSET`, its only value. Copying and pickling return the very same object."""

    UNSET = "UNSET"

    __hash__ = object.__hash__  # that of enumerations is written in Python, and slow

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""No value: the key was not received, or is not to be sent. None is JSON's null instead."""


class OpenEnum(StrEnum):
    """A text enumeration that keeps values it does not know.

    An unknown value becomes a member for this one use: equal to its text, with that text as name
    and value, copied and pickled like any other, and with `is_known` false. It is not stored in
    the class, so unknown values cannot fill the memory.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the value is one of the specification's."""
        return self._value_ in type(self)._value2member_map_


class SecretText(str):
    """The text of a secret field. It equals that text, and its repr does not show it.

    `print(attrs.asdict(token))`, a traceback with locals or a log of a list show `***`; the text
    itself is shown by `str(...)` and in an f-string.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __rich_repr__(self) -> Iterator[str]:
        yield "***"


def read_date(value: str) -> Any:
    """Read `YYYY-MM-DD`; return any other text as it is."""
    if len(value) == 10 and value[4] == value[7] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    return value


def read_datetime(value: str) -> Any:
    """Read a timestamp; return any other text as it is.

    It may end in `Z`, an offset or neither, and have a fraction of a second or none. As in
    RFC 3339, `t` and `z` may be lower case.
    """
    if value[10:11] in ("T", "t", " "):
        try:
            return dt.datetime.fromisoformat(value.upper())
        except ValueError:
            pass
    return value


MAX_TEXTS: Final = 4096


class KnownTexts(dict[str, Any]):
    """What the texts of a date or of an enumeration mean.

    Rows have few days and words, and a look at a dict is faster than reading them again. It starts
    anew when it is full, and never keeps a text that could not be read or an unknown word.

    Args:
        load: Returns what reads a text. It is called for the first text, since the module of an
            enumeration is not imported before.
    """

    __slots__ = ("_load", "_read")

    def __init__(self, load: Callable[[], Callable[[str], Any]]) -> None:
        self._load = load
        self._read: Callable[[str], Any] | None = None

    def __missing__(self, text: str) -> Any:
        if self._read is None:
            self._read = self._load()
        found = self._read(text)
        if found is not text and getattr(found, "is_known", True):
            if len(self) >= MAX_TEXTS:
                self.clear()
            self[text] = found
        return found


def load(name: str) -> Any:
    """Return a model or enumeration by name; its module is imported now and not before."""
    return getattr(import_module(".models", __package__), name)


def dump_text(value: Any) -> Any:
    """Return the JSON value of an enumeration's member, a time or a date; others as they are."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        text = value.isoformat()
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text
    return value.isoformat() if isinstance(value, dt.date) else value


__all__ = [
    "UNSET",
    "KnownTexts",
    "OpenEnum",
    "SecretText",
    "Unset",
    "dump_text",
    "load",
    "read_date",
    "read_datetime",
]
