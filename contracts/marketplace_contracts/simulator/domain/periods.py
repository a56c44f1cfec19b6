"""Periods of subscriptions and bills, and the days on which they end."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from marketplace_contracts.simulator.domain.json_object import JsonObject


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of days, months or years, such as a one-year term."""

    type: str
    duration: int

    @classmethod
    def read(cls, document: JsonObject) -> Period:
        """Return the period that a request names."""
        return cls(document["type"], document["duration"])

    def document(self) -> JsonObject:
        """Return the period as JSON."""
        return {"type": self.type, "duration": self.duration}

    @property
    def months(self) -> int:
        """Return the length in months; 0 for periods of days."""
        if self.type == "day":
            return 0
        return self.duration * (12 if self.type == "year" else 1)

    def holds(self, part: Period) -> int:
        """Return how many whole periods of another length are in this one."""
        if self.type == part.type == "day":
            return self.duration // part.duration
        return self.months // part.months

    @property
    def words(self) -> str:
        """Return the length as order details write it, such as `1 Month(s)` (facts E8)."""
        return f"{self.duration} {self.type.capitalize()}(s)"

    def after(self, day: date) -> date:
        """Return the first day after a period that begins on `day`, at most `date.max`."""
        try:
            if self.type == "day":
                return day + timedelta(days=self.duration)
            return add_months(day, self.months)
        except (OverflowError, ValueError):
            return date.max

    def last_day(self, day: date) -> date:
        """Return the last day of a period that begins on `day`."""
        return self.after(day) - timedelta(days=1)


MONTH = Period("month", 1)
YEAR = Period("year", 1)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def midnight(day: date) -> datetime:
    """Return the time in UTC at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
