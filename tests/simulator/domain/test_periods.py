"""Periods and where they end."""

from datetime import UTC, date, datetime

import pytest
from marketplace_contracts.simulator.domain.periods import (
    MONTH,
    YEAR,
    Period,
    add_months,
    end_of_month,
    midnight,
)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        (MONTH, date(2026, 1, 31), date(2026, 2, 28)),
        (MONTH, date(2026, 12, 15), date(2027, 1, 15)),
        (YEAR, date(2024, 2, 29), date(2025, 2, 28)),
        (Period("year", 3), date(2026, 7, 27), date(2029, 7, 27)),
        (Period("day", 30), date(2026, 2, 1), date(2026, 3, 3)),
        (YEAR, date(9999, 6, 1), date.max),
        (Period("day", 10**9), date(2026, 1, 1), date.max),
    ],
)
def test_periods_end_in_the_calendar(period: Period, first: date, after: date) -> None:
    """A period ends on the same day later, on the month's last day, or at the end of time."""
    assert period.after(first) == after


def test_last_day_is_the_one_before() -> None:
    """A month from the 27th ends on the 26th, as in order details (facts E8)."""
    assert MONTH.last_day(date(2026, 7, 27)) == date(2026, 8, 26)


def test_words_are_those_of_order_details() -> None:
    """Terms are written `1 Month(s)` (facts E8)."""
    assert MONTH.words == "1 Month(s)"
    assert Period("year", 3).words == "3 Year(s)"


def test_months_and_their_ends() -> None:
    """Months are counted across years, and their last days known."""
    assert add_months(date(2026, 10, 31), 1) == date(2026, 11, 30)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert end_of_month(date(2024, 2, 10)) == date(2024, 2, 29)
    assert midnight(date(2026, 1, 2)) == datetime(2026, 1, 2, tzinfo=UTC)


def test_documents_and_periods_are_the_same() -> None:
    """A period reads back as it was sent."""
    assert Period.read(YEAR.document()) == YEAR
