"""Limit the requests in a window of time: to the stated rate, or to one learned from 429.

The service counts the requests of a window and rejects the others. So each request takes a place
in the window before it is sent, and gives it back one window after its arrival. That fits fixed
windows, sliding windows and token buckets, and uses their whole budget. The limiter has three
states::

              429                  Retry-After, or the window, is over
    OPEN -------------> PAUSED ---------------------------------------> OPEN
     ^                     |
     |  one window later   |  the same, after repeated rejections
     +----- HOLDING <------+

- OPEN: the stated rate is the limit; without a stated rate there is none. Requests beyond the
  number that is known to be accepted in one window are probes: only a few of them are in flight.
- PAUSED: no request is sent.
- HOLDING: as many requests as the service accepted in the window that ended with the rejection.

Example: `60/min`, and another job used 30 of the first minute. Request 31 is rejected with
`Retry-After: 55`; all requests wait for 55 s, and then 60 are sent each minute. If the other job
goes on, request 31 of the next minute is rejected, too: 30 are sent in the minute after that one,
and then up to 60 are tried again.

If no rate is stated, one window that was seen from its first request to its rejection is enough to
hold, and the number is held for one window: another process may have used the rest, and may have
ended. So a process that is alone gets one 429 for each two windows. If windows are shorter, a
number that proves right is held for a minute.
"""

from __future__ import annotations

import math
import os
import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cloud_marketplace._config.rate import Rate

MINUTE: Final = 60.0
LONGEST_WAIT: Final = 300.0
"""The longest `Retry-After` that is obeyed, unless the stated window is longer."""

_ARRIVAL: Final = 0.02  # share of a window after which a request has arrived
_ROUNDING: Final = 1.0  # seconds: `Retry-After` has no fractions
_SHORTEST: Final = 0.001  # seconds; some clocks have no finer resolution
_PROBES: Final = 2
_STATED_PER_PROBE: Final = 20
_SENT_PER_PROBE: Final = 100
_KNOWN_PER_PROBE: Final = 60
_NEXT_LOOK: Final = 0.35  # of a window
_WATCHED_WINDOWS: Final = 2  # after which another rejection is not a repeated one
_ALIKE: Final = 0.9
_BURST: Final = 3


class RateState(Enum):
    """What the limiter allows at the moment; the module's docstring shows the transitions."""

    OPEN = "up to the stated rate, with few requests in flight beyond what is known to work"
    PAUSED = "no request"
    HOLDING = "as many requests as the last window accepted"


@dataclass(frozen=True, slots=True)
class Pause:
    """No place is free.

    Attributes:
        seconds: When to try again.
        signal: Done when trying again may succeed earlier; None if it can't.
        is_too_long: Whether the service asks for a longer wait than any call should take.
    """

    seconds: float
    signal: Future[None] | None = None
    is_too_long: bool = False


class _Window:
    """Counts the requests of one window, so that a rejection shows how many were accepted."""

    __slots__ = ("accepted", "began", "sent")

    def __init__(self) -> None:
        self.began = -math.inf
        self.sent = 0
        self.accepted = 0


class Permit:
    """A place in the window of a limiter, and in that of the wider limiter behind it."""

    __slots__ = ("is_accepted", "outer", "sent", "until", "window")

    def __init__(self, sent: float, until: float, window: _Window, outer: Permit | None) -> None:
        self.sent = sent
        self.until = until
        self.window = window
        self.outer = outer
        self.is_accepted = False


class RateLimiter:
    """Keeps all requests of a client within the rate; for any number of threads and event loops.

    Args:
        rate: The stated rate; None learns one.
        outer: A wider limiter, whose places are taken as well.
    """

    def __init__(self, rate: Rate | None = None, outer: RateLimiter | None = None) -> None:
        self._stated = rate
        self._outer = outer
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._length = rate.seconds if rate else MINUTE
        self._permits: deque[Permit] = deque()
        self._probes: list[Permit] = []
        self._signal: Future[None] | None = None
        self._window = _Window()
        self._known = 0  # requests that are known to be accepted in one window
        self._most_known = 0
        self._resume_at = -math.inf
        self._retry_after_until = -math.inf
        self._last_wait = 0.0
        self._held_windows = 0
        self._last_span = 0.0

    def state(self, now: float) -> RateState:
        """Return the state at a clock reading."""
        if now < self._resume_at:
            return RateState.PAUSED
        return RateState.HOLDING if now < self._hold_end() else RateState.OPEN

    def rate(self, now: float) -> Rate | None:
        """Return the rate that applies at a clock reading; None if there is none."""
        limit = self._limit(now)
        return None if limit is None else Rate(limit, self._length)

    def acquire(self, now: float) -> Permit | Pause:
        """Take a place for a request that is sent at once.

        Args:
            now: Clock reading.
        """
        self._leave_parent_process()
        with self._lock:
            self._expire(now)
            pause = self._must_wait(now)
            if pause is not None:
                return pause
            outer = self._outer.acquire(now) if self._outer else None
            return outer if isinstance(outer, Pause) else self._issue(now, outer)

    def completed(self, permit: Permit, now: float, *, is_accepted: bool = True) -> None:
        """Record that a request has ended.

        Args:
            permit: Its permit.
            now: Clock reading.
            is_accepted: Whether there is a response that shows that the rate allowed the request.
        """
        self._leave_parent_process()
        if permit.outer is not None and self._outer is not None:
            self._outer.completed(permit.outer, now, is_accepted=is_accepted)
        with self._lock:
            permit.until = min(permit.until, now + self._length)
            self._mark_finished(permit)
            if is_accepted:
                permit.is_accepted = True
                permit.window.accepted += 1
                self._know(max(self._known, permit.window.accepted))

    def rejected(self, permit: Permit, retry_after: float | None, now: float) -> None:
        """Record a 429.

        Args:
            permit: Permit of the request.
            retry_after: Seconds to wait, if the response says so.
            now: Clock reading.
        """
        self._leave_parent_process()
        if permit.outer is not None and self._outer is not None:
            # The rate belongs to the key, so the outermost limiter learns from it.
            self._outer.rejected(permit.outer, retry_after, now)
        with self._lock:
            self._mark_finished(permit)
            self._remove(permit)
            if permit.outer is None:
                self._reject(permit, retry_after or None, now)

    def withdrawn(self, permit: Permit) -> None:
        """Record that a request was never sent, so its place is free and counts for nothing."""
        self._leave_parent_process()
        if permit.outer is not None and self._outer is not None:
            self._outer.withdrawn(permit.outer)
        with self._lock:
            self._mark_finished(permit)
            self._remove(permit)

    def _leave_parent_process(self) -> None:
        """After a fork, replace the lock and forget the requests that are in flight elsewhere."""
        if self._pid != os.getpid():
            self._pid, self._lock = os.getpid(), threading.Lock()
            self._probes, self._signal = [], None

    def _hold_end(self) -> float:
        # The window of the service begins when the first request arrives.
        return self._resume_at + self._held_windows * self._length * (1 + _ARRIVAL)

    def _is_watchful(self, now: float) -> bool:
        """Tell whether the last rejection was so recent that another one counts as repeated."""
        return now < self._hold_end() + _WATCHED_WINDOWS * self._length

    def _limit(self, now: float) -> int | None:
        if self.state(now) is RateState.HOLDING:
            return max(1, self._known)
        return self._stated.calls if self._stated else None

    def _expire(self, now: float) -> None:
        """Free the places of requests that no longer count, and begin a new window in time."""
        while self._permits and self._permits[0].until <= now:
            self._permits.popleft()
        began = self._window.began
        if now >= began + self._length or began < self._resume_at <= now:
            self._window = _Window()

    def _must_wait(self, now: float) -> Pause | None:
        if now < self._resume_at:
            return self._paused(now)
        limit = self._limit(now)
        if limit is not None and len(self._permits) >= limit:
            free_at = self._permits[0].until
            if self.state(now) is RateState.HOLDING:
                free_at = min(free_at, self._hold_end())
            return Pause(max(free_at - now, _SHORTEST))
        if self.state(now) is RateState.HOLDING or len(self._permits) < self._known:
            return None
        oldest = now - self._length * _ARRIVAL
        self._probes = [probe for probe in self._probes if probe.sent > oldest]
        if len(self._probes) < self._most_probes(now):
            return None
        self._signal = self._signal or Future()
        return Pause(max(self._probes[0].sent - oldest, _SHORTEST), self._signal)

    def _paused(self, now: float) -> Pause:
        if self._retry_after_until > self._resume_at:
            return Pause(self._retry_after_until - now, is_too_long=True)
        return Pause(max(self._resume_at - now, _SHORTEST))

    def _most_probes(self, now: float) -> int:
        """Return how many requests may be in flight beyond the number that is known to work."""
        if self._is_watchful(now):
            return max(1, self._known // _KNOWN_PER_PROBE)
        if self._stated:
            return max(_PROBES, self._stated.calls // _STATED_PER_PROBE)
        return _PROBES + self._window.sent // _SENT_PER_PROBE

    def _issue(self, now: float, outer: Permit | None) -> Permit:
        window = self._window
        if not window.sent:
            window.began = now
        permit = Permit(now, now + self._length * (1 + _ARRIVAL), window, outer)
        if len(self._permits) >= self._known:
            self._probes.append(permit)
        window.sent += 1
        self._permits.append(permit)
        return permit

    def _mark_finished(self, permit: Permit) -> None:
        """Mark a request as finished, and wake callers that wait for a probe to end."""
        if permit in self._probes:
            self._probes.remove(permit)
        signal, self._signal = self._signal, None
        if signal is not None:
            signal.set_result(None)

    def _remove(self, permit: Permit) -> None:
        """Take a request out of all counts."""
        if permit in self._permits:
            self._permits.remove(permit)
        permit.window.sent -= 1

    def _know(self, accepted: int) -> None:
        self._known = accepted
        self._most_known = max(self._most_known, accepted)

    def _reject(self, permit: Permit, retry_after: float | None, now: float) -> None:
        """Pause, and choose the next state; the rejections of one burst count once."""
        wait = retry_after or 0.0
        if now >= self._resume_at and permit.sent >= self._resume_at:
            wait = self._last_wait = self._wait(retry_after, now)
            self._learn(retry_after, now)
        bounded = min(wait, max(LONGEST_WAIT, self._length))
        self._resume_at = max(self._resume_at, now + bounded)
        self._retry_after_until = now + wait if wait > bounded else -math.inf

    def _wait(self, retry_after: float | None, now: float) -> float:
        """Return the seconds to wait after a rejection.

        A window that began with our first request ends one window after it. If nothing was
        accepted since the last pause, a short `Retry-After` was too short, and without one another
        process uses up the windows: try at other moments of them.
        """
        first = next((p.sent for p in self._permits if p.sent >= self._resume_at), None)
        if first is not None:
            return retry_after or first + self._length * (1 + _ARRIVAL) - now
        if retry_after is not None:
            return max(retry_after, min(2 * self._last_wait, self._length / 2))
        return self._length * (_NEXT_LOOK if self._last_wait else 1)

    def _learn(self, retry_after: float | None, now: float) -> None:
        """Learn from the first rejection of a burst how many requests the window accepted."""
        holds = self._is_watchful(now)
        if self._stated is None and retry_after is not None:
            holds = self._learn_length(now + retry_after - self._window.began, holds=holds)
        accepted = self._accepted_since(self._began(retry_after, now))
        self._window.accepted = accepted
        self._know(accepted)
        self._held_windows = self._hold() if holds else 0

    def _learn_length(self, span: float, *, holds: bool) -> bool:
        """Learn the length of a window from the span of its requests; return whether to hold.

        A minute is accepted as it is. A shorter window shows as a burst of requests that begins
        when a pause ends, and is learned from two spans that are alike.
        """
        if abs(span - MINUTE) <= MINUTE * 2 * _ARRIVAL:
            self._set_length(MINUTE)
            return True
        window, is_first = self._window, self._resume_at == -math.inf
        is_fresh = is_first or window.began - self._resume_at <= _ROUNDING
        if window.accepted < _BURST or span > MINUTE or not is_fresh:
            return holds
        before, self._last_span = self._last_span, span
        if not _are_alike(span, before):
            return holds
        self._set_length(min(span, before))
        return True

    def _set_length(self, length: float) -> None:
        if not _are_alike(length, self._length):
            self._most_known = 0
        self._length = length
        for permit in self._permits:
            permit.until = min(permit.until, permit.sent + length * (1 + _ARRIVAL))

    def _began(self, retry_after: float | None, now: float) -> float:
        """Return when the window began that ended with a rejection."""
        if retry_after is not None and retry_after <= self._length:
            return now + retry_after - self._length - _ROUNDING - self._length * _ARRIVAL
        return max(self._resume_at, now - self._length)

    def _accepted_since(self, moment: float) -> int:
        return sum(permit.is_accepted and permit.sent >= moment for permit in self._permits)

    def _hold(self) -> int:
        """Return for how many windows to hold: one, or a minute of short ones that proved right."""
        if self._stated or self._known < self._most_known * _ALIKE:
            return 1
        return max(1, round(MINUTE / self._length))


def _are_alike(one: float, other: float) -> bool:
    return abs(one - other) <= max(_ROUNDING, (1 - _ALIKE) * max(one, other))
