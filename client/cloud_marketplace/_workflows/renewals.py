"""Which subscriptions renew or end, and when: read from the rows of the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cloud_marketplace_api.models import SubscriptionSummary


class Renewal(NamedTuple):
    """A subscription at the end of its term.

    Attributes:
        day: The day of renewal; that of expiration where there is none.
        renews: Whether it renews by itself; False means that it ends. None if it does not say.
        subscription: Its row.
    """

    day: date
    renews: bool | None
    subscription: SubscriptionSummary


def renewing(rows: Iterable[SubscriptionSummary], before: date) -> list[Renewal]:
    """Give the active subscriptions whose term ends before a day, the next ones first.

    Those that are due since a while are among them. Pending ones have no date yet, and removed
    ones can carry one years ahead (facts E11, F20), so only active ones count.

    Args:
        rows: Rows of the list; each subscription counts once.
        before: The first day that is too late.
    """
    found: dict[str, Renewal] = {}
    for row in rows:
        day = _day(row.renewal_date) or _day(row.expiration_date)
        if day is not None and day < before and str(row.status) == "active":
            renews = row.renewal_status
            known = renews if isinstance(renews, bool) else None
            found.setdefault(str(row.id), Renewal(day, known, row))
    return sorted(found.values(), key=lambda each: (each.day, str(each.subscription.id)))


def last_day(before: date) -> date:
    """Check the day.

    Raises:
        TypeError: If it is a moment; a day is meant.
    """
    if isinstance(before, datetime) or not isinstance(before, date):
        raise TypeError("before is a day, such as date(2027, 1, 31)")
    return before


def _day(value: Any) -> date | None:
    """Take a day; a moment's day, should one come; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
