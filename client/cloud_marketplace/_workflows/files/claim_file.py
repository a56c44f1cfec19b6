"""Open a file for one process alone, without following links that somebody else has made."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # mypy takes it for a module

NO_SYMLINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Flags of `os.open` that refuse a symbolic link, and do not wait at a FIFO."""


def claim(path: Path) -> int | None:
    """Open and lock a part file; return None if it is in use, or not a file of this user alone."""
    for _ in range(3):
        with suppress(FileNotFoundError):
            if not _is_plain(path.lstat()):
                return None
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_SYMLINK, 0o600)
        except OSError:
            if path.is_symlink():
                return None
            raise
        if not _lock(handle):
            os.close(handle)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(path.lstat(), os.fstat(handle)) and _is_plain(os.fstat(handle)):
                return handle
        os.close(handle)  # another download has just moved it to its target
    return None


def _lock(handle: int) -> bool:
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_plain(found: os.stat_result) -> bool:
    """Tell whether a file is a regular one that no other name or user has."""
    is_mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and is_mine
