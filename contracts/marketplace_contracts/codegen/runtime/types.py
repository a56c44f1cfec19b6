"""Value types of the models: `UNSET`, open enumerations, and how texts become values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads the texts of dates or of times; any other text is returned as it is.

    Attributes:
        kind: What the texts mean.
        form: How they begin, since the standard library takes more forms than one.
    """

    kind: Any
    form: re.Pattern[str]

    def __call__(self, text: str) -> Any:
        """Return a date or a time, or the text."""
        if self.form.match(text):
            try:
                return self.kind.fromisoformat(text.upper())
            except ValueError:
                pass
        return text


read_date: Final = TextReader(dt.date, re.compile(r".{4}-..-..\Z"))
"""Reads `YYYY-MM-DD`."""
read_datetime: Final = TextReader(dt.datetime, re.compile(r".{10}[Tt ]"))
"""Reads a timestamp. It may end in `Z`, an offset or neither, and have a fraction of a second or
none. As in RFC 3339, `t` and `z` may be lower case."""
READERS: Final = {reader.kind.__name__: reader for reader in (read_date, read_datetime)}
"""By the name that `Model.TEXT_FIELDS` has for them."""

MAX_TEXTS: Final = 4096


class KnownTexts(dict[str, Any]):
    """What the texts of a date or of an enumeration mean.

    Rows have few different days and words, and a look at a dict is faster than reading them again.
    It is cleared when full, and never keeps a text that could not be read or an unknown word.

    Args:
        name: Name of a reader or of an enumeration, whose module is imported for the first text.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __missing__(self, text: str) -> Any:
        found = (READERS.get(self._name) or load(self._name))(text)
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
    "READERS",
    "UNSET",
    "KnownTexts",
    "OpenEnum",
    "SecretText",
    "TextReader",
    "Unset",
    "dump_text",
    "load",
    "read_date",
    "read_datetime",
]
