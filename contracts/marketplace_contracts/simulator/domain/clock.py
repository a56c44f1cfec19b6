"""The simulator's own time; tokens, orders and reports follow it, not the machine's clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""The time at which each world begins, so that the same seed gives the same dates."""

END = datetime(2100, 1, 1, tzinfo=UTC)
"""The latest time; later dates would overflow while subscriptions renew."""


class Clock:
    """A clock that moves when it is advanced, or runs in real time from `START`.

    It makes terms of a year testable without waiting.

    Args:
        realtime: Whether time also passes by itself.
        monotonic: Source of elapsed seconds, for tests.
    """

    def __init__(
        self, *, realtime: bool = False, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic if realtime else lambda: 0.0
        self._began = self._monotonic()
        self._advanced = timedelta()

    def now(self) -> datetime:
        """Return the current simulated time, in UTC."""
        elapsed = timedelta(seconds=self._monotonic() - self._began)
        return START + self._advanced + elapsed

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward and return the new time.

        Raises:
            ValueError: The clock cannot go back, nor past `END`.
        """
        if not 0 <= seconds <= (END - self.now()).total_seconds():
            raise ValueError(f"the clock can move from 0 seconds up to {END:%Y}, not {seconds}")
        self._advanced += timedelta(seconds=seconds)
        return self.now()


def timestamp(moment: datetime) -> str:
    """Format a UTC time as objects do: whole seconds and `Z` (facts E13)."""
    return moment.isoformat()[:19] + "Z"


def error_timestamp(moment: datetime) -> str:
    """Format a UTC time as errors do: milliseconds and a numeric offset (facts C3)."""
    return moment.isoformat(timespec="milliseconds")
