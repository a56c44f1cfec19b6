"""Events that become due as the clock moves."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime
from enum import Enum


class Event(Enum):
    """A change caused by time, not by a request."""

    PROCESS_ORDER = "a submitted order begins to be processed"
    FINISH_ORDER = "an order in processing ends"
    END_TERM = "the term of a subscription is over"
    REMOVE_SUBSCRIPTION = "a terminated subscription is deprovisioned"
    PROCESS_REPORT = "a submitted report begins to be processed"
    FINISH_REPORT = "a report file is produced"


class Schedule:
    """Events by due time; events of the same time in the order of entry."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Event, str]] = []
        self._entered = 0

    def enter(self, when: datetime, event: Event, key: str) -> None:
        """Add an event for the object with the identifier `key`."""
        self._entered += 1
        heapq.heappush(self._entries, (when, self._entered, event, key))

    def due(self, now: datetime) -> Iterator[tuple[datetime, Event, str]]:
        """Remove and yield due events, oldest first, including those added meanwhile."""
        while self._entries and self._entries[0][0] <= now:
            when, _, event, key = heapq.heappop(self._entries)
            yield when, event, key
