"""Notice a clock that stands still while the client sleeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cloud_marketplace.errors import ConfigurationError

MOST: Final = 100
"""Sleeps in a row that the clock may miss; a test without pauses has fewer for one call."""
_LEAST: Final = 0.1  # share of a sleep by which a clock moves at least


class SleepWatch:
    """Ends a flow whose sleeps do not move its clock: it would wait for ever, at full speed.

    That happens where only one of the settings `clock` and `sleep` is given. Real clocks move.
    """

    __slots__ = ("_began", "_clock", "_missed")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = 0.0
        self._missed = 0

    def begin(self) -> None:
        """Note when a sleep begins."""
        self._began = self._clock()

    def end(self, seconds: float) -> None:
        """Compare the clock with the seconds that were slept.

        Raises:
            ConfigurationError: If it has not moved during many sleeps in a row.
        """
        moved = self._clock() - self._began
        self._missed = self._missed + 1 if moved < seconds * _LEAST else 0
        if self._missed >= MOST:
            raise ConfigurationError(
                f"the clock has not moved during the last {MOST} sleeps, so waiting has no end",
                advice="Give `clock` and `sleep` together, so that a sleep moves the clock.",
                settings=("clock", "sleep"),
            )
