"""Types of option values. A bad value is refused with one sentence that says what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

import click
from click.shell_completion import CompletionItem

Value = TypeVar("Value")


class Parsed(click.ParamType[Value], Generic[Value]):
    """An option value parsed by a function; the text of its `ValueError` is the message.

    Args:
        name: What help shows in place of a value.
        parse: Turns a text into the value.
        known: Returns values that a shell may propose.
    """

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Value],
        known: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self.name = name
        self._parse = parse
        self._known = known

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the known values that begin with what was typed so far."""
        del ctx, param
        return [CompletionItem(each) for each in self._known() if each.startswith(incomplete)]

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Value:
        """Parse a text; a default that has its type already is kept."""
        if not isinstance(value, str):
            kept: Value = value
            return kept
        try:
            return self._parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _whole(text: str, least: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
    if number < least:
        kind = "a whole number" if least == 0 else f"a whole number from {least} on"
        raise ValueError(f"expected {kind}, not {text!r}")
    return number


def _rate(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,6})/min", text, re.ASCII)
    if not found:
        raise ValueError(f"expected calls a minute such as 60/min, not {text!r}")
    return int(found[1])


def _path(text: str) -> Path:
    if not text:  # an unset shell variable would otherwise mean the working folder
        raise ValueError("expected a path, not nothing")
    return Path(text)


def _text(text: str) -> str:
    if not text.strip():  # an unset shell variable would otherwise mean the default
        raise ValueError("expected a value, not nothing")
    return text


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text, re.ASCII)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(f"expected a share such as 2/5, not {text!r}")
    return int(found[1]), int(found[2])


def _parts(text: str) -> tuple[str, ...]:
    from marketplace_contracts.settings import PARTS

    wanted = tuple(part.strip() for part in text.split(","))
    if unknown := [part for part in wanted if part not in PARTS]:
        raise ValueError(f"there is no {unknown[0]!r}, only {', '.join(PARTS)}")
    return wanted


def _operation(text: str) -> str:
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", text, re.ASCII):
        raise ValueError(f"expected an operation such as orders.list, not {text!r}")
    return text


def _operations() -> Iterable[str]:
    from cloud_marketplace_api.operations import OPERATIONS

    return OPERATIONS


def _drifts() -> Iterable[str]:
    from marketplace_contracts.drift import CATALOGUE
    from marketplace_contracts.drift.model import GROUPS

    return [*GROUPS, *CATALOGUE]


def _faults() -> Iterable[str]:
    from marketplace_contracts.drift import CATALOGUE
    from marketplace_contracts.simulator import FAULTS

    return [*FAULTS, *CATALOGUE]


def _page(text: str) -> int | None:
    return None if text == "none" else _whole(text, 1)


def _start(text: str) -> datetime:
    """Return the beginning of a simulated world: now, or the morning of a day."""
    if text == "today":
        return datetime.now(UTC).replace(microsecond=0)
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"expected today or a date such as 2026-11-02, not {text!r}") from None
    return day + timedelta(hours=8)


COUNT = Parsed("N", lambda text: _whole(text, 1))
NUMBER = Parsed("N", lambda text: _whole(text, 0))
RATE = Parsed("N/min", _rate)
PATH = Parsed("PATH", _path)
TEXT = Parsed("TEXT", _text)
SHARE = Parsed("K/N", _share)
PARTS = Parsed("A,B", _parts)
START = Parsed("today|DATE", _start)
OPERATION = Parsed("OPERATION", _operation, _operations)
DRIFT = Parsed("ID", str, _drifts)
FAULT = Parsed("NAME", str, _faults)
PAGE: Parsed[int | None] = Parsed("N|none", _page)
SIZE = click.Choice(["small", "large"])
FORMAT = click.Choice(["text", "json"])
