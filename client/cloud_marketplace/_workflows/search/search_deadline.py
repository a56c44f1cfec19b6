"""How long to search for an order whose response was lost.

An order leaves within `LEAVING` seconds of its record, or not at all. Then its call may last, and
the service may still be busy with it. When all of that is over and the order is not there, it has
not arrived. That moment does not depend on the caller's timeout.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from cloud_marketplace._engine.deadline import ATTEMPT
from cloud_marketplace._workflows.intents.intent import Intent, State

LEAVING: Final = 60.0
"""Seconds from the record of an attempt until its bytes have to leave."""

SETTLING: Final = 120.0
"""Seconds for which the service may still be busy with an order after its call has ended."""

UNSETTLED: Final = LEAVING + ATTEMPT["order"] + SETTLING
"""Seconds from the record of an attempt until it can have no effect any more."""

_LOOKS: Final = 11.0
"""Seconds to search at least when the response to an order was lost."""

_SKEW: Final = 60.0
"""Seconds by which the clocks of two machines may differ."""


@cache
def clock_id() -> str:
    """Return which clock `time.monotonic` is: two processes of one boot read the same one."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return uuid.uuid4().hex


class SearchDeadline:
    """The time that one call of `place` has, and that an earlier attempt can still have an effect.

    The time of day can be set while an order is under way. So the clock that only moves forward
    counts wherever it can be read, which is in any process until the machine starts anew.

    Args:
        clock: Returns seconds that only increase.
        wall: Returns seconds since 1970.
        given: Seconds that the caller allows for everything; None does not limit it.
    """

    def __init__(
        self, clock: Callable[[], float], wall: Callable[[], float], given: float | None
    ) -> None:
        self._clock = clock
        self._wall = wall
        self._began = clock()
        self._end = math.inf if given is None else self._began + given
        self._settled: dict[tuple[str, int, float], float] = {}

    def left(self) -> float:
        """Return the seconds left for this call; 0 when time is up."""
        return max(0.0, self._end - self._clock())

    def within(self) -> float | None:
        """Return the seconds left for one call of the API; None does not limit it."""
        return None if math.isinf(self._end) else self.left()

    def elapsed(self) -> float:
        """Return the seconds since it began."""
        return round(self._clock() - self._began, 3)

    def extend(self) -> None:
        """Allow for a search, although sending may have used all of the time."""
        self._end = max(self._end, self._clock() + _LOOKS)

    def start(self, intent: Intent) -> Intent:
        """Return an intent whose next attempt begins now."""
        return intent.moved(
            state=State.SENT,
            attempts=intent.attempts + 1,
            until=self._wall() + UNSETTLED,
            sent_at=self._clock(),
            clock_id=clock_id(),
        )

    def may_leave(self) -> Callable[[], bool]:
        """Make a function that tells whether the attempt that begins now may still leave.

        Both clocks count: one stands still while the machine sleeps, the other can be set.
        """
        by_clock, by_wall = self._clock() + LEAVING, self._wall() + LEAVING
        return lambda: self._clock() <= by_clock and self._wall() <= by_wall

    def unsettled(self, intent: Intent) -> float:
        """Return the seconds for which an intent's last attempt can still have an effect."""
        if not intent.until:
            return 0.0
        now, attempt = self._clock(), (intent.reference, intent.attempts, intent.until)
        if attempt not in self._settled:
            self._settled[attempt] = now + self._remaining(intent)
        return max(0.0, self._settled[attempt] - now)

    def _remaining(self, intent: Intent) -> float:
        """Return these seconds as they are when an attempt is first looked at."""
        if intent.sent_at is not None and intent.clock_id == clock_id():
            passed = self._clock() - intent.sent_at
            if passed >= 0:
                return max(0.0, UNSETTLED - passed)
        left = intent.until + _SKEW - self._wall()
        return min(max(0.0, left), UNSETTLED)
