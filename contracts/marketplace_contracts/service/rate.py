"""Our own calls kept below a rate."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Limiter:
    """Lets calls through evenly, so many a minute; without a rate it lets all of them through.

    Args:
        per_minute: Calls a minute; None is no limit.
        now: Monotonic seconds.
        sleep: Waits for seconds.
    """

    def __init__(
        self,
        per_minute: int | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._now, self._sleep = now, sleep
        self._next = now()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next call may leave."""
        if not self._gap:
            return
        with self._lock:
            pause = self._next - self._now()
            self._next = max(self._next, self._now()) + self._gap
        if pause > 0:
            self._sleep(pause)
