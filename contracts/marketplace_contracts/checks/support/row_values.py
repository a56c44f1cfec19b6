"""Comparable values of rows, and the meaning of filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from marketplace_contracts.description.json_values import gather
from marketplace_contracts.description.operations import Filter

Comparable: TypeAlias = "tuple[int | datetime | str, Any]"


def comparable(value: Any) -> Comparable | None:
    """Return what to compare a value by, and the value; None if it cannot be compared.

    Digits are compared as numbers, dates and date-times as moments, other text as text.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value, value
    if not isinstance(value, str):
        return None
    if value.isascii() and value.isdigit():
        return int(value), value
    found = moment(value)
    return (value, value) if found is None else (found, value)


def moment(text: str, *, late: bool = False) -> datetime | None:
    """Return a date or date-time as a moment in UTC; None for other text.

    Args:
        text: ISO 8601.
        late: Take a plain date as its last moment, not its first.
    """
    try:
        if len(text) == 10:
            edge = time.max if late else time.min
            return datetime.combine(date.fromisoformat(text), edge, UTC)
        # A leap second is valid in RFC 3339, but datetime cannot represent it.
        found = datetime.fromisoformat(text.upper().replace(":60", ":59"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def satisfies(rule: Filter, wanted: str, row: Any) -> bool | None:
    """Tell whether a row satisfies a filter; None if the row does not have the field."""
    values = gather(row, rule.field)
    if not values:
        return None
    return any(_matches(rule, wanted, value) for value in values)


def _matches(rule: Filter, wanted: str, value: Any) -> bool:
    if rule.match in {"from", "to"}:
        return _on_the_right_side(rule.match, wanted, value)
    text = str(value)
    if rule.match == "contains":
        return wanted.strip().casefold() in text.casefold()
    return text.casefold() == wanted.casefold() if rule.ignore_case else text == wanted


def _on_the_right_side(match: str, wanted: str, value: Any) -> bool:
    """Compare with a border; a plain date includes the whole day."""
    limit = moment(wanted, late=match == "to")
    found = moment(value) if isinstance(value, str) else None
    if limit is None or found is None:
        return False
    return found >= limit if match == "from" else found <= limit


def later(now: Any, before: Any, name: str) -> bool:
    """Tell whether a date of an object has moved on."""
    one, two = moment(str(before.get(name))), moment(str(now.get(name)))
    return one is not None and two is not None and two > one
