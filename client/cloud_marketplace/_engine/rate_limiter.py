"""The budget of calls in a window of time: set, or learned from the service's 429 (facts B1-B6).

The service counts calls of a window and refuses the rest. So each call takes a place before it is
sent, and the place is free again one window after the call has arrived. That is right for fixed
windows, sliding windows and token buckets alike, and uses their whole budget.

Who says nothing about the rate gets one that is learned. Up to the number that went well before,
calls go out freely; beyond it only a few at a time, so that few run into the wall. There the answer
says how long to wait, and the number of calls since the window began is the budget. After some
windows that were used up the limit is tried a little higher, since budgets are adjusted and shared.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Final

from cloud_marketplace._config.rate import Rate

MINUTE: Final = 60.0
_GRACE: Final = 0.02  # share of a window after which a call has arrived, answered or not
_SCOUTS: Final = 3  # calls under way beyond what went well before
_CALLS_PER_SCOUT: Final = 100
_SHORTEST: Final = 0.001  # seconds; some clocks can't tell less
_WINDOWS: Final = 9  # used up without a 429 before more is tried


@dataclass(frozen=True, slots=True)
class Pause:
    """No place is free.

    Attributes:
        seconds: When to ask again.
        signal: Done when asking again may help earlier; None when it can't.
    """

    seconds: float
    signal: Future[None] | None = None


class Permit:
    """A place in the budget of a limiter, and of the wider one behind it."""

    __slots__ = ("outer", "sent", "until")

    def __init__(self, sent: float, until: float, outer: Permit | None) -> None:
        self.sent = sent
        self.until = until
        self.outer = outer


class Limiter:
    """Keeps all calls of a client within the budget; for any number of threads and loops.

    Args:
        rate: The rate to keep; None learns it.
        outer: A wider limiter whose budget is spent as well.
    """

    def __init__(self, rate: Rate | None = None, outer: Limiter | None = None) -> None:
        self._ceiling = rate
        self._outer = outer
        self._lock = threading.Lock()
        self._window = rate.seconds if rate else MINUTE
        self._limit = rate.calls if rate else None
        self._places: deque[Permit] = deque()
        self._under_way = 0
        self._proven = 0
        self._scouts: list[Permit] = []
        self._signal: Future[None] | None = None
        self._streak = _Streak()
        self._shut_until = 0.0
        self._growth = _Growth()

    @property
    def rate(self) -> Rate | None:
        """The rate that is kept at present; None as long as it is unknown."""
        return None if self._limit is None else Rate(self._limit, self._window)

    def take(self, now: float) -> Permit | Pause:
        """Take a place for a call that is sent at once.

        Args:
            now: Clock reading.
        """
        with self._lock:
            self._forget(now)
            pause = self._pause(now)
            if pause is not None:
                return replace(pause, seconds=max(pause.seconds, _SHORTEST))
            outer = self._outer.take(now) if self._outer else None
            if isinstance(outer, Pause):
                return outer
            return self._place(now, outer)

    def arrived(self, permit: Permit, now: float) -> None:
        """Take note that a call has had its answer, or ended otherwise."""
        if permit.outer is not None and self._outer is not None:
            self._outer.arrived(permit.outer, now)
        with self._lock:
            permit.until = min(permit.until, now + self._window)
            self._leave(permit)
            self._proven = max(self._proven, len(self._places) - self._under_way)

    def refused(self, permit: Permit, retry_after: float | None, now: float) -> None:
        """Take note of a 429.

        Args:
            permit: The place of the call.
            retry_after: Seconds to wait, where the answer says so.
            now: Clock reading.
        """
        if permit.outer is not None and self._outer is not None:
            # The budget belongs to the key, so the outermost limiter learns.
            self._outer.refused(permit.outer, retry_after, now)
            self.arrived(permit, permit.sent)
            return
        with self._lock:
            self._leave(permit)
            if retry_after:
                self._shut_until = max(self._shut_until, now + retry_after)
            if permit in self._places:
                self._places.remove(permit)
                self._streak.calls -= 1
                self._learn(retry_after, now)

    def withdrawn(self, permit: Permit) -> None:
        """Take note that a call never left."""
        if permit.outer is not None and self._outer is not None:
            self._outer.withdrawn(permit.outer)
        with self._lock:
            self._leave(permit)
            if permit in self._places:
                self._places.remove(permit)
                self._streak.calls -= 1

    def _forget(self, now: float) -> None:
        """Free the places of calls that count no more."""
        places = self._places
        if self._shut_until and now >= self._shut_until:
            # The service said that there is a fresh budget from now on.
            self._shut_until = 0.0
            places.clear()
            self._streak = _Streak(fresh=True)
        while places and places[0].until <= now:
            places.popleft()
        if not places and now > self._streak.began + self._window:
            self._streak = _Streak(fresh=self._streak.fresh and not self._streak.calls)

    def _pause(self, now: float) -> Pause | None:
        if now < self._shut_until:
            return Pause(self._shut_until - now)
        taken = len(self._places)
        if self._limit is not None:
            return Pause(self._places[0].until - now) if taken >= self._limit else None
        if taken < self._proven:
            return None
        oldest = now - self._window * _GRACE
        self._scouts = [scout for scout in self._scouts if scout.sent > oldest]
        if len(self._scouts) < _SCOUTS + taken // _CALLS_PER_SCOUT:
            return None
        self._signal = self._signal or Future()
        return Pause(self._scouts[0].sent - oldest, self._signal)

    def _place(self, now: float, outer: Permit | None) -> Permit:
        permit = Permit(now, now + self._window * (1 + _GRACE), outer)
        if self._limit is None and len(self._places) >= self._proven:
            self._scouts.append(permit)
        self._places.append(permit)
        self._under_way += 1
        self._streak.add(now)
        if self._limit is not None and len(self._places) >= self._limit:
            self._limit = self._growth.limit_after(self._limit, now, self._window, self._ceiling)
        return permit

    def _leave(self, permit: Permit) -> None:
        """Take a call off the road, and tell those who wait for that."""
        self._under_way -= 1
        if permit in self._scouts:
            self._scouts.remove(permit)
        signal, self._signal = self._signal, None
        if signal is not None:
            signal.set_result(None)

    def _learn(self, retry_after: float | None, now: float) -> None:
        """Learn the budget from a 429: what was accepted since the window began."""
        streak, self._growth = self._streak, _Growth()
        span = now + (retry_after or 0.0) - streak.began
        usual = abs(span - MINUTE) <= MINUTE * 2 * _GRACE
        seen = len(self._places)
        if self._ceiling is None and retry_after:
            if usual or (streak.fresh and span <= 2 * self._window):
                # The window was seen from its first call to its end.
                self._window, seen = MINUTE if usual else span, streak.calls
            elif span < MINUTE:
                # It had begun before the first call; the next one is seen whole.
                self._limit, self._proven = None, 0
                return
        self._limit = max(1, seen)


class _Streak:
    """The calls since a moment at which the budget may have been fresh."""

    __slots__ = ("began", "calls", "fresh")

    def __init__(self, *, fresh: bool = False) -> None:
        self.began = float("-inf")
        self.calls = 0
        self.fresh = fresh

    def add(self, now: float) -> None:
        """Count a call."""
        if not self.calls:
            self.began = now
        self.calls += 1


class _Growth:
    """Tries a little more after windows that were used up without a 429."""

    __slots__ = ("_counted", "_step", "_windows")

    def __init__(self) -> None:
        self._counted = float("-inf")
        self._step = 1
        self._windows = 0

    def limit_after(self, limit: int, now: float, window: float, ceiling: Rate | None) -> int:
        """Give the limit after one more call has used the present one up."""
        if now < self._counted + window:
            return limit
        self._counted = now
        self._windows += 1
        if self._windows <= _WINDOWS or (ceiling and limit >= ceiling.calls):
            return limit
        self._windows = 0
        raised = limit + self._step
        self._step *= 2
        return min(raised, ceiling.calls) if ceiling else raised
