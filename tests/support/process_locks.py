"""Locks that fail where a forked process would wait for ever."""

from __future__ import annotations

import os
from typing import Any

import pytest


class ProcessLocks:
    """Takes the place of `threading.Lock`; each lock may be used in its own process only.

    A thread of the parent may hold a lock at the moment of a fork, and nobody in the child would
    ever release it. With these locks such a use fails at once.

    Attributes:
        made: How many locks were made.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.made = 0
        self._patch = patch
        patch.setattr("threading.Lock", self._make)

    def fork(self) -> None:
        """Go on in another process."""
        self._patch.setattr("os.getpid", lambda: -1)

    def _make(self) -> Any:
        self.made += 1
        return _ProcessLock()


class _ProcessLock:
    """A lock that knows the process it was made in."""

    def __init__(self) -> None:
        self._pid = os.getpid()

    def __enter__(self) -> None:
        assert self._pid == os.getpid(), "the lock of another process is used"

    def __exit__(self, *_: object) -> None:
        assert self._pid == os.getpid(), "the lock of another process is released"
