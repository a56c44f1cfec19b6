"""Ways in which services count requests, and processes that call them, in simulated time."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from cloud_marketplace._config.rate import Rate
from cloud_marketplace._engine.rate_limiter import Permit, RateLimiter

LATENCY = 0.2


class Service(Protocol):
    """Accepts a request, or says how long to wait."""

    def call(self, now: float) -> int:
        """Return 0, or the seconds of `Retry-After`."""


class FixedWindow:
    """Windows one after the other, each of which begins at a multiple of its length."""

    def __init__(self, rate: Rate) -> None:
        self.rate, self.began, self.spent = rate, -math.inf, 0

    def call(self, now: float) -> int:
        """Count in the present window."""
        began = now // self.rate.seconds * self.rate.seconds
        if began != self.began:
            self.began, self.spent = began, 0
        if self.spent >= self.rate.calls:
            return math.ceil(began + self.rate.seconds - now)
        self.spent += 1
        return 0


class SlidingWindow:
    """A window that ends at any moment."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.accepted: deque[float] = deque()

    def call(self, now: float) -> int:
        """Count what was accepted within the last window."""
        while self.accepted and self.accepted[0] <= now - self.rate.seconds:
            self.accepted.popleft()
        if len(self.accepted) >= self.rate.calls:
            return math.ceil(self.accepted[0] + self.rate.seconds - now)
        self.accepted.append(now)
        return 0


class TokenBucket:
    """A bucket that is filled steadily."""

    def __init__(self, rate: Rate) -> None:
        self.rate, self.level, self.before = rate, float(rate.calls), 0.0

    def call(self, now: float) -> int:
        """Take one out of the bucket."""
        each = self.rate.seconds / self.rate.calls
        self.level = min(self.rate.calls, self.level + (now - self.before) / each)
        self.before = now
        if self.level < 1:
            return math.ceil((1 - self.level) * each)
        self.level -= 1
        return 0


@dataclass
class Process:
    """A process that sends as many requests as its limiter allows, some at the same time."""

    rate: str | None
    width: int = 1
    start: float = 0.0
    end: float = math.inf
    accepted: list[float] = field(default_factory=list)
    rejected: list[float] = field(default_factory=list)


class World:
    """Runs processes at a service, event by event."""

    def __init__(self, service: Service, processes: list[Process]) -> None:
        self.now = 0.0
        self._service = service
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        for process in processes:
            limiter = RateLimiter(None if process.rate is None else Rate.of(process.rate))
            for _ in range(process.width):
                self._at(process.start, partial(self._ask, process, limiter))

    def run(self, until: float) -> None:
        """Let time pass."""
        while self._events and self._events[0][0] <= until:
            self.now, _, happen = heapq.heappop(self._events)
            happen()

    def _at(self, moment: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), happen))

    def _ask(self, process: Process, limiter: RateLimiter) -> None:
        if self.now >= process.end:
            return
        found = limiter.acquire(self.now)
        if isinstance(found, Permit):
            self._at(self.now + LATENCY / 2, partial(self._arrive, process, limiter, found))
            return
        again = partial(self._ask, process, limiter)
        if found.signal is None:
            self._at(self.now + found.seconds, again)
        else:
            found.signal.add_done_callback(lambda _: self._at(self.now, again))

    def _arrive(self, process: Process, limiter: RateLimiter, permit: Permit) -> None:
        wait = self._service.call(self.now)
        self._at(self.now + LATENCY / 2, partial(self._respond, process, limiter, permit, wait))

    def _respond(self, process: Process, limiter: RateLimiter, permit: Permit, wait: int) -> None:
        if wait:
            process.rejected.append(self.now)
            limiter.rejected(permit, float(wait), self.now)
        else:
            process.accepted.append(self.now)
            limiter.completed(permit, self.now)
        self._at(self.now + wait, partial(self._ask, process, limiter))
