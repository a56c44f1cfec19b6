"""How long an order is searched for whose response was lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

SHORTEST_SEARCH: Final = 10.0
"""Seconds for which an order is searched for at least when its response was lost."""


class SearchDeadline:
    """The end of the search for an order.

    Within one call it uses the monotonic clock, which nobody sets. The time of day is used only
    for what an earlier call or process has recorded.

    Args:
        clock: Returns seconds that only increase.
        wall: Returns seconds since 1970.
        given: Seconds that the caller allows for everything; None continues until the order can no
            longer appear.
    """

    __slots__ = ("_began", "_clock", "_end", "_until", "_wall")

    def __init__(
        self, clock: Callable[[], float], wall: Callable[[], float], given: float | None
    ) -> None:
        self._clock = clock
        self._wall = wall
        self._began = clock()
        self._end = math.inf if given is None else self._began + given
        self._until = (0.0, -math.inf)

    def unsettled(self, until: float) -> float:
        """Return the seconds for which a sent order can still appear; 0 if it can't any more.

        Args:
            until: When that ends, in seconds since 1970.
        """
        now = self._clock()
        if self._until[0] != until:
            self._until = until, now + max(0.0, until - self._wall())
        return max(0.0, self._until[1] - now)

    def extend(self) -> None:
        """Allow for a short search even if sending has taken all of the time."""
        self._end = max(self._end, self._clock() + SHORTEST_SEARCH)

    def elapsed(self) -> float:
        """Return the seconds since it began."""
        return round(self._clock() - self._began, 3)

    def left(self) -> float:
        """Return the seconds left for the search; 0 when time is up."""
        return max(0.0, self._end - self._clock())
