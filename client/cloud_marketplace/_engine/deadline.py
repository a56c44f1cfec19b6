"""How long a call may go on, and how many resends a client may afford."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

ATTEMPT = {"token": 60.0, "read": 120.0, "write": 180.0, "order": 180.0}
"""Most seconds to wait for one answer by effect: some need more than 60 (facts B7, B8)."""

CALL = {"token": 120.0, "read": 240.0, "write": 300.0, "order": 300.0}
"""Seconds that a whole call may take by effect, where nobody says otherwise."""

LOOKS = 10.0
"""Seconds for which an order is looked for at least, when its answer got lost."""


class Deadline:
    """The end of one call, resends and pauses included.

    Args:
        clock: Gives seconds that only move forward.
        effect: What the call does.
        given: Seconds that the caller allows; everything counts then. None takes the effect's, and
            waiting for a place in the rate does not count.

    Attributes:
        given: Seconds that the caller allows; None where nobody said.
        whole: Seconds of the whole call.
    """

    __slots__ = ("_clock", "_effect", "_end", "given", "whole")

    def __init__(self, clock: Callable[[], float], effect: str, given: float | None) -> None:
        self._clock = clock
        self._effect = effect
        self.given = given
        self.whole = given or CALL[effect]
        self._end = clock() + self.whole

    def left(self) -> float:
        """Seconds left; negative when time is up."""
        return self._end - self._clock()

    def attempt(self) -> float:
        """Seconds that the next attempt may take."""
        return min(self.left(), ATTEMPT[self._effect])

    def excuse(self, seconds: float) -> None:
        """Leave out of account what was spent on waiting for a place in the rate."""
        if self.given is None:
            self._end += seconds


class Lookout:
    """How long an order is looked for whose answer got lost.

    Within one call the clock counts, which nobody sets; the time of day only tells what an earlier
    call or process has left.

    Args:
        clock: Gives seconds that only move forward.
        wall: Gives seconds since 1970.
        given: Seconds that the caller allows for everything; None goes on until it is settled.
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
        """Seconds for which a sending can still have an effect; 0 when it can't.

        Args:
            until: When that is over, in seconds since 1970.
        """
        now = self._clock()
        if self._until[0] != until:
            self._until = until, now + max(0.0, until - self._wall())
        return max(0.0, self._until[1] - now)

    def extend(self) -> None:
        """Allow for some looks, though sending may have taken all of the time."""
        self._end = max(self._end, self._clock() + LOOKS)

    def elapsed(self) -> float:
        """Seconds since it began."""
        return round(self._clock() - self._began, 3)

    def left(self) -> float:
        """Seconds left for looking; 0 when time is up."""
        return max(0.0, self._end - self._clock())


class Reserve:
    """The resends that all calls of a client may afford together.

    When the service is in trouble, resends make it worse: a reserve is spent by resends, and filled
    up again by good answers, so that in the long run only every fifth call is an extra one. What
    the service asks for itself, by 429, costs nothing.

    Args:
        most: Resends in a full reserve.
        gain: What a good answer gives back.
    """

    __slots__ = ("_gain", "_left", "_lock", "_most")

    def __init__(self, most: float = 20.0, gain: float = 0.2) -> None:
        self._most = self._left = most
        self._gain = gain
        self._lock = threading.Lock()

    def has_one(self) -> bool:
        """Tell whether one more resend can be afforded."""
        return self._left >= 1

    def spend(self) -> None:
        """Pay for a resend."""
        with self._lock:
            self._left = max(0.0, self._left - 1)

    def earn(self) -> None:
        """Put a good answer's share back."""
        if self._left < self._most:
            with self._lock:
                self._left = min(self._most, self._left + self._gain)
