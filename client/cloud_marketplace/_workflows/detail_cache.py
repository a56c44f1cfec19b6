"""The file in which `with_details` remembers what it read, so that it can resume."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Subscription, SubscriptionSummary

RETENTION: Final = 7 * 86_400.0
"""Seconds for which an entry is kept, even if it is too old for the present call."""

_SPARE_LINES: Final = 100


class DetailCache:
    """Remembers subscriptions line by line, in a file that a killed process leaves readable.

    An entry counts only while the row of the list is unchanged and the entry is recent: a change
    of seats need not show in the row, which has dates without a time. The file is
    bounded: when most of its lines are outdated, it is rewritten with the others alone.

    Args:
        path: The file; only its owner can read it.
        scope: The account; entries of others do not count.
    """

    def __init__(self, path: str | os.PathLike[str], scope: str) -> None:
        self._path = Path(path)
        self._scope = scope
        self._lock = threading.Lock()

    def load(self, since: float, now: float) -> dict[str, tuple[Any, Any]]:
        """Return row and details by id, and rewrite the file if most of it is outdated.

        Args:
            since: The oldest entry that counts, in seconds since 1970.
            now: The present time, in seconds since 1970.

        Raises:
            ValueError: If the path is not that of a regular file.
        """
        entries, lines = self._entries(min(since, now - RETENTION))
        if lines > 2 * len(entries) + _SPARE_LINES:
            self._rewrite(entries)
        return {
            entry["id"]: (entry["row"], entry["detail"])
            for entry in entries.values()
            if entry["scope"] == self._scope and entry["at"] >= since
        }

    def keep(self, row: SubscriptionSummary, detail: Subscription, at: float) -> None:
        """Add what was read."""
        entry = {
            "scope": self._scope,
            "at": at,
            "id": str(row.id),
            "row": row.to_dict(),
            "detail": detail.to_dict(),
        }
        # A line that was cut short by a crash must not spoil this one.
        data = b"\n" + json.dumps(entry, default=str).encode() + b"\n"
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(data)

    def _entries(self, oldest: float) -> tuple[dict[tuple[str, str], Any], int]:
        """Return the last entry of each subscription, and the number of lines."""
        entries: dict[tuple[str, str], Any] = {}
        lines = 0
        if not self._path.exists():
            return entries, lines
        if not stat.S_ISREG(self._path.stat().st_mode):
            raise ValueError(f"the cache {self._path} is not a regular file")
        with self._path.open("rb") as file:
            for line in file:
                lines += 1
                entry = _entry(line)
                if entry is not None and entry["at"] >= oldest:
                    entries[entry["scope"], entry["id"]] = entry
        return entries, lines

    def _rewrite(self, entries: Mapping[tuple[str, str], Any]) -> None:
        """Replace the file by one with these entries; a crash leaves the old one."""
        target = Path(os.path.realpath(self._path))
        part = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                for entry in entries.values():
                    file.write(json.dumps(entry).encode() + b"\n")
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _entry(line: bytes) -> Any:
    """Parse a line; return None if it is empty, cut short or strange."""
    try:
        entry = json.loads(line)
        kinds = {"scope": str, "id": str, "at": int | float, "row": object, "detail": dict}
        fine = all(isinstance(entry[key], kind) for key, kind in kinds.items())
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entry if fine else None
