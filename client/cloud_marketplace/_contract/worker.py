"""A bounded queue with one thread of its own; adding an item never blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread, current_thread
from typing import Generic, TypeVar

Item = TypeVar("Item")

_PAUSE = 0.003  # seconds: the call that queued an item ends before the item is handled
IDLE = 30.0
"""Seconds without work after which the thread ends; the next item starts another one."""


class Worker(Generic[Item]):
    """Handles items one by one in a daemon thread, which is started for the first item.

    It exists beside `concurrent.futures`, whose queue is unbounded, whose threads keep the
    interpreter from ending, and which does not survive a fork.

    Args:
        handle: Handles an item; it raises nothing.
        max_items: Items that may wait.
        max_bytes: Their size together, that of the item at work included.
    """

    def __init__(self, handle: Callable[[Item], None], max_items: int, max_bytes: int) -> None:
        self._handle = handle
        self._max_items, self._max_bytes = max_items, max_bytes
        self._is_closed = False
        self.renew()

    def renew(self) -> None:
        """Start anew in a forked process: its parent's thread and queue stay in the parent."""
        self._changed = Condition()
        self._waiting: deque[tuple[Item, int]] = deque()
        self._bytes = 0
        self._is_busy = False
        self._thread: Thread | None = None

    def put(self, item: Item, size: int) -> bool:
        """Add an item; return False, without waiting, if there is no room or no thread for it."""
        with self._changed:
            is_full = len(self._waiting) >= self._max_items or self._bytes + size > self._max_bytes
            if is_full or self._is_closed or not self._has_thread():
                return False
            self._waiting.append((item, size))
            self._bytes += size
            self._changed.notify_all()
            return True

    def flush(self, timeout: float) -> bool:
        """Wait until all is done, for some seconds at most; return whether it is."""
        with self._changed:
            if self._thread is current_thread():
                return False  # it would wait for itself
            return self._changed.wait_for(lambda: not (self._waiting or self._is_busy), timeout)

    def close(self, timeout: float) -> int:
        """Take no more items, wait as `flush` does, and return how many were never handled."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self.flush(timeout)
        with self._changed:
            left = len(self._waiting)
            self._waiting.clear()
            return left

    def _has_thread(self) -> bool:
        if self._thread is None:
            thread = Thread(target=self._run, name="cloud-marketplace-contract", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no more threads, or the interpreter is ending
                return False
            self._thread = thread
        return True

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            item, size = taken
            del taken
            try:
                self._handle(item)
            finally:
                del item  # a response is not kept until the next one
                with self._changed:
                    self._is_busy = False
                    self._bytes -= size
                    self._changed.notify_all()

    def _take(self) -> tuple[Item, int] | None:
        """Return the next item; None when the thread has to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed, IDLE)
            if self._waiting and not self._is_closed:
                self._changed.wait(_PAUSE)
            if not self._waiting:
                self._thread = None
                return None
            self._is_busy = True
            return self._waiting.popleft()
