"""Which subscriptions renew or end, and when, according to the rows of the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cloud_marketplace_api.models import SubscriptionSummary


class Renewal(NamedTuple):
    """A subscription at the end of its term.

    Attributes:
        day: The day of renewal, or else that of expiration.
        renews: Whether it renews automatically; False means that it ends. None if it is not known.
        subscription: Its row.
    """

    day: date
    renews: bool | None
    subscription: SubscriptionSummary


def renewing(rows: Iterable[SubscriptionSummary], before: date) -> list[Renewal]:
    """Return the active subscriptions whose term ends before a day, the next ones first.

    Overdue subscriptions are included. Pending ones have no date yet, and removed ones can have one
    that is years ahead, so only active ones count.

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
        TypeError: If it is not a day: a moment is refused, too.
    """
    if isinstance(before, datetime) or not isinstance(before, date):
        raise TypeError("before must be a day, such as date(2027, 1, 31)")
    return before


def _day(value: Any) -> date | None:
    """Return a day, or the day of a moment; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
