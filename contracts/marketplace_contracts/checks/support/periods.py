"""Days and periods of orders and subscriptions."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any

from marketplace_contracts.checks.support.row_values import moment

_SPAN = re.compile(r"from (\d{4}-\d\d-\d\d) through (\d{4}-\d\d-\d\d)")


def day_of(value: Any) -> date | None:
    """Return the day of a date or date-time in UTC; None for anything else."""
    found = moment(value) if isinstance(value, str) else None
    return found.date() if found else None


def after(day: date, period: Any) -> date | None:
    """Return the day on which a period that begins on `day` is over; None for other periods.

    Example: one month after 31 January is the last day of February.
    """
    kind, length = (period.get("type"), period.get("duration")) if period else (None, None)
    if not isinstance(length, int | float) or isinstance(length, bool) or length != int(length):
        return None
    if kind == "day":
        return day + timedelta(days=int(length))
    if kind not in {"month", "year"}:
        return None
    months = day.year * 12 + day.month - 1 + int(length) * (12 if kind == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months(period: Any) -> int:
    """Return the length of a period in months; 0 for periods of days."""
    lengths = {"month": 1, "year": 12}
    return lengths.get(period.get("type"), 0) * int(period.get("duration", 0)) if period else 0


def bills(term: Any, billing: Any) -> int | None:
    """Return the number of billing periods in a term; None if they cannot be compared.

    Example: a term of a year that is billed each month has 12 bills.
    """
    if not term or not billing:
        return None
    if term.get("type") == billing.get("type") == "day":
        whole, part = int(term.get("duration", 0)), int(billing.get("duration", 0))
    else:
        whole, part = months(term), months(billing)
    return whole // part if whole and part else None


def span_of(text: Any) -> tuple[date, date] | None:
    """Return the days in "from DATE through DATE"; None for other texts."""
    found = _SPAN.search(text) if isinstance(text, str) else None
    try:
        return (date.fromisoformat(found[1]), date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None
