"""Seeded texts: of a format, of a pattern, or plain."""

from __future__ import annotations

import random
import string
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import MappingProxyType
from typing import Any

_parser: Any = import_module("re._parser")  # the parser of `re` itself, which has no type hints
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
SPAN = 2 * 365 * 86_400
"""Seconds from the epoch in which dates are drawn."""
LONGEST = 8
"""Most repetitions beyond those that a pattern needs."""
_ANY = string.ascii_letters + string.digits
_CATEGORIES = {"CATEGORY_DIGIT": string.digits, "CATEGORY_WORD": _ANY, "CATEGORY_SPACE": " "}
_UNLIKE = {"CATEGORY_NOT_DIGIT": string.ascii_letters, "CATEGORY_NOT_WORD": "-", "": _ANY}


def _moment(rng: random.Random) -> datetime:
    return EPOCH + timedelta(seconds=rng.randrange(SPAN))


def _word(rng: random.Random, length: int = 6) -> str:
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(length))


def _address(rng: random.Random) -> str:
    return f"https://{_word(rng)}.example/{_word(rng)}"


FORMATS: Mapping[str, Callable[[random.Random], str]] = MappingProxyType(
    {
        "date-time": lambda rng: _moment(rng).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "date": lambda rng: _moment(rng).date().isoformat(),
        "time": lambda rng: _moment(rng).strftime("%H:%M:%SZ"),
        "duration": lambda rng: f"P{rng.randint(1, 30)}D",
        "uuid": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "email": lambda rng: f"{_word(rng)}@{_word(rng)}.example",
        "idn-email": lambda rng: f"{_word(rng)}@{_word(rng)}.example",
        "hostname": lambda rng: f"{_word(rng)}.example",
        "idn-hostname": lambda rng: f"{_word(rng)}.example",
        "ipv4": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
        "ipv6": lambda rng: f"2001:db8::{rng.randint(1, 65_535):x}",
        "uri": _address,
        "iri": _address,
        "url": _address,
        "uri-reference": _address,
        "uri-template": _address,
        "json-pointer": lambda rng: f"/{_word(rng)}",
        "regex": _word,
        "byte": lambda rng: b64encode(rng.randbytes(9)).decode(),
        "decimal": lambda rng: f"{rng.randint(0, 99_999) / 100:.2f}",
    }
)
"""Generators by format; texts of other formats are plain."""


def text_of(format_name: str, name: str, rng: random.Random) -> str:
    """Return a text of a format; for other formats a plain one that shows the property's name."""
    if format_name in FORMATS:
        return FORMATS[format_name](rng)
    if name.lower() == "id" or name.endswith(("Id", "ID")):
        return str(rng.randint(10**6, 10**7 - 1))
    return f"{name or 'text'} {_word(rng)}"


def fitted(text: str, least: int, most: int | None, rng: random.Random) -> str:
    """Return a text with its length brought between two limits."""
    text += _word(rng, max(0, least - len(text)))
    return text if most is None else text[:most]


def matching(pattern: str, rng: random.Random, spread: int = 0) -> str:
    """Return a text that a regular expression should match; look-arounds are not obeyed.

    Args:
        pattern: The expression.
        rng: Makes the choices.
        spread: Repetitions beyond the least; more of them make a longer text.

    Raises:
        ValueError: Python cannot read the expression.
    """
    try:
        return "".join(_pieces(_parser.parse(pattern), rng, spread))
    except (OverflowError, RecursionError, _parser.error) as error:
        raise ValueError(f"the pattern {pattern} cannot be read") from error


def _pieces(parsed: Any, rng: random.Random, spread: int) -> Iterator[str]:
    for code, argument in parsed:
        yield _piece(str(code), argument, rng, spread)


def _piece(code: str, argument: Any, rng: random.Random, spread: int) -> str:
    inner: list[Any] = []  # positions and look-arounds have no text of their own
    match code:
        case "LITERAL":
            return chr(argument)
        case "ANY" | "NOT_LITERAL":
            return rng.choice([letter for letter in _ANY if letter != chr(argument or 0)])
        case "IN":
            return rng.choice(_letters(argument))
        case "BRANCH":
            inner = rng.choice(argument[1])
        case "SUBPATTERN":
            inner = argument[-1]
        case "ATOMIC_GROUP":
            inner = argument
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, repeated = argument
            count = rng.randint(least, min(int(most), least + min(spread, LONGEST)))
            inner = [*repeated] * count
    return "".join(_pieces(inner, rng, spread))


def _letters(choices: Any) -> str:
    """Return the characters of a class such as `[A-Z0-9]`."""
    kept, negated = "", False
    for code, argument in choices:
        match str(code):
            case "NEGATE":
                negated = True
            case "LITERAL":
                kept += chr(argument)
            case "RANGE":
                low, high = argument
                kept += "".join(map(chr, range(low, min(high, low + 255) + 1)))
            case _:
                kept += _CATEGORIES.get(str(argument), _UNLIKE.get(str(argument), _ANY))
    return "".join(letter for letter in _ANY + " -._" if letter not in kept) if negated else kept
