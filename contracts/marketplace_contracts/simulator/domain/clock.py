"""The simulated time; tokens, orders and reports follow it, not the machine's clock."""

from __future__ import annotations

import asyncio
import heapq
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""The time at which a world begins by default, so that the same seed gives the same dates."""

LOOK = 0.001
"""Real seconds after which a sleeper checks again whether a request has ended."""

END = datetime(2100, 1, 1, tzinfo=UTC)
"""The latest time; later dates would overflow while subscriptions renew."""


class Clock:
    """A clock that moves when it is advanced, or also in real time.

    It makes terms of a year testable without waiting. A client can use the same clock, which then
    advances whenever the client waits::

        Marketplace.from_env(simulator.environment, **simulator.client_options)

    Attributes:
        start: First reading.

    Args:
        realtime: Whether time also passes by itself.
        monotonic: Source of elapsed seconds, for tests.
        start: First reading, in UTC.
    """

    def __init__(
        self,
        *,
        realtime: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        start: datetime = START,
    ) -> None:
        self.start = start
        self._monotonic = monotonic if realtime else lambda: 0.0
        self._began = self._monotonic()
        self._advanced = timedelta()
        self._lock = threading.Lock()
        self._sleeping: list[datetime] = []
        self._stops = 0

    def now(self) -> datetime:
        """Return the current simulated time, in UTC."""
        elapsed = timedelta(seconds=self._monotonic() - self._began)
        return self.start + self._advanced + elapsed

    def seconds(self) -> float:
        """Return the current simulated time in seconds since 1970."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward and return the new time.

        Raises:
            ValueError: The clock cannot go back, nor past `END`.
        """
        if not 0 <= seconds <= (END - self.now()).total_seconds():
            raise ValueError(f"the clock can move from 0 seconds up to {END:%Y}, not {seconds}")
        with self._lock:
            self._advanced += timedelta(seconds=seconds)
        return self.now()

    def restart(self) -> None:
        """Go back to the first reading."""
        with self._lock:
            self._began, self._advanced = self._monotonic(), timedelta()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let sleepers wait in real time, since a request is in flight."""
        with self._lock:
            self._stops += 1
        try:
            yield
        finally:
            with self._lock:
                self._stops -= 1

    def sleep(self, seconds: float) -> None:
        """Let time pass at once, as soon as no request is in flight."""
        until = self._after(seconds)
        while self._stops:
            time.sleep(LOOK)
        self._move_to(until)

    async def async_sleep(self, seconds: float) -> None:
        """Let time pass at once, as soon as no request is in flight and no task sleeps shorter.

        Tasks that sleep at the same time move the clock once: two tasks that sleep for 30 s
        advance it by 30 s.
        """
        until = self._after(seconds)
        heapq.heappush(self._sleeping, until)
        try:
            await asyncio.sleep(0)  # let the other tasks start their sleeps
            while self._waits(until):  # noqa: ASYNC110 - an event belongs to one event loop
                await asyncio.sleep(LOOK if self._stops else 0)
            self._move_to(until)
        finally:
            self._sleeping.remove(until)
            heapq.heapify(self._sleeping)

    def _waits(self, until: datetime) -> bool:
        return self.now() < until and bool(self._stops or self._sleeping[0] < until)

    def _after(self, seconds: float) -> datetime:
        # Rounded up: a clock that stops before that time would let the sleeper sleep again.
        return self.now() + timedelta(microseconds=math.ceil(seconds * 1e6))

    def _move_to(self, moment: datetime) -> None:
        with self._lock:
            missing = min(moment, END) - self.now()
            self._advanced += max(missing, timedelta())


def timestamp(moment: datetime) -> str:
    """Format a UTC time as objects do: whole seconds and `Z` (facts E13)."""
    return moment.isoformat()[:19] + "Z"


def error_timestamp(moment: datetime) -> str:
    """Format a UTC time as errors do: milliseconds and a numeric offset (facts C3)."""
    return moment.isoformat(timespec="milliseconds")
