"""Rate limiting of our own calls."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Limiter:
    """Spaces calls evenly; without a rate it delays none.

    Args:
        per_minute: Calls per minute; None is no limit.
        now: Monotonic seconds.
        sleep: Waits for some seconds.
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
        """Wait until the next call may be sent."""
        if not self._gap:
            return
        with self._lock:
            pause = self._next - self._now()
            self._next = max(self._next, self._now()) + self._gap
        if pause > 0:
            self._sleep(pause)
