"""The simulator's own time: tokens, orders and reports follow it, never the machine's date."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""The moment at which each world begins, so that the same seed gives the same dates."""

END = datetime(2100, 1, 1, tzinfo=UTC)
"""The clock refuses to pass this: renewals would go on for ever."""


class Clock:
    """A clock that stands still until told otherwise, or runs on from `START`.

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
        """The present moment of the simulated world, in UTC."""
        elapsed = timedelta(seconds=self._monotonic() - self._began)
        return START + self._advanced + elapsed

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward and return the new moment.

        Raises:
            ValueError: The clock cannot go back, nor past `END`.
        """
        if not 0 <= seconds <= (END - self.now()).total_seconds():
            raise ValueError(f"the clock can move from 0 seconds up to {END:%Y}, not {seconds}")
        self._advanced += timedelta(seconds=seconds)
        return self.now()


def timestamp(moment: datetime) -> str:
    """Render a UTC moment as the API does for objects: whole seconds and `Z` (facts E13)."""
    return moment.isoformat()[:19] + "Z"


def error_timestamp(moment: datetime) -> str:
    """Render a UTC moment as errors do: milliseconds and a numeric offset (facts C3)."""
    return moment.isoformat(timespec="milliseconds")
