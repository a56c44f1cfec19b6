"""Parse the texts of a command line, or refuse each with one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from cloud_marketplace.cli.verbs import Kind


class Value(click.ParamType[Any]):
    """A value that is read by a function; its `ValueError` becomes the sentence for the user."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a text; a default that is a value already is kept."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _text(text: str) -> str:
    if not text.strip():  # an unset shell variable would otherwise mean no filter
        raise ValueError("expected a value, not nothing")
    return text


def _texts(text: str) -> tuple[str, ...]:
    return tuple(_text(part).strip() for part in text.split(","))


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"expected a whole number, not {text!r}") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"expected a number, not {text!r}") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"expected a day such as 2026-11-01, not {text!r}") from None


def _moment(text: str) -> datetime:
    """Read a day or moment; without an offset it is UTC, as the times of the service are."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"expected a moment such as 2026-11-01 or 2026-11-01T08:00:00+01:00, not {text!r}"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _body(name: str) -> dict[str, Any]:
    """Read a request from a file, or from standard input; numbers with a point stay exact."""
    where = "standard input" if name == "-" else name
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ValueError(f"{where} can't be read: {reason}") from None
    try:
        found = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"{where} is not JSON: {error.msg} ({place})") from None
    except (RecursionError, ValueError):
        raise ValueError(f"{where} is not JSON that can be sent") from None
    if not isinstance(found, dict):
        raise ValueError(f"{where} must hold one JSON object")  # noqa: TRY004 - of the user
    return found


TYPES: Final = {
    Kind.TEXT: Value("TEXT", _text),
    Kind.TEXTS: Value("TEXT,...", _texts),
    Kind.WHOLE: Value("N", _whole),
    Kind.NUMBER: Value("NUMBER", _number),
    Kind.DAY: Value("YYYY-MM-DD", _day),
    Kind.MOMENT: Value("MOMENT", _moment),
    Kind.PATH: Value("PATH", _text),
    Kind.BODY: Value("FILE", _body),
}
