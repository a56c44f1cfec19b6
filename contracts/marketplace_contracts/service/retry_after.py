"""`Retry-After`, in both of its forms (RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from marketplace_contracts.traffic.interaction import Interaction


def retry_after(found: Interaction, now: datetime | None = None) -> float | None:
    """Return the seconds that a response asks to wait; None if it has no valid one.

    Args:
        found: The response.
        now: The time that a date is compared with; None is the present.
    """
    stated = found.headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
