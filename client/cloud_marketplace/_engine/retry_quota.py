"""How many retries all calls of a client may send together."""

from __future__ import annotations

import os
import threading


class RetryQuota:
    """Limits the retries of all calls of a client, so that they do not overload a failing service.

    Each retry takes one from the quota; each successful response returns a fifth of one. In the
    long run at most every sixth request is a retry. A retry after a 429 takes nothing: the service
    requested it.

    Example: with the default capacity, a service that fails every request receives 20 retries;
    after that each call fails with its first attempt.

    Args:
        capacity: Retries in a full quota.
        refund: Share of a retry that a successful response returns.
    """

    __slots__ = ("_capacity", "_left", "_lock", "_pid", "_refund")

    def __init__(self, capacity: float = 20.0, refund: float = 0.2) -> None:
        self._capacity = self._left = capacity
        self._refund = refund
        self._lock, self._pid = threading.Lock(), os.getpid()

    def acquire(self) -> bool:
        """Take one retry from the quota; return False, and take nothing, if there is none left."""
        self._check_fork()
        with self._lock:
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def refund(self) -> None:
        """Return the share of a successful response."""
        if self._left < self._capacity:
            self._check_fork()
            with self._lock:
                self._left = min(self._capacity, self._left + self._refund)

    def _check_fork(self) -> None:
        """After a fork, replace the lock: a thread of the parent process may have held it."""
        if self._pid != os.getpid():
            self._lock, self._pid = threading.Lock(), os.getpid()
