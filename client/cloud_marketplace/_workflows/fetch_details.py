"""Reading many subscriptions in full: at the same time, with news of progress, and resumable."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cloud_marketplace_api.api.subscriptions import subscriptions_get

from cloud_marketplace._engine.steps import Flow, Gather, run_in_thread, send_call
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.place_order import scope_of

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Subscription, SubscriptionSummary

Progress = Callable[[int, int], object]
"""Is told how many are done, and of how many."""

Which: TypeAlias = "SubscriptionSummary | str | int"
"""A subscription: its row in a list, or its identifier."""

WIDTH: Final = 8
"""Calls at the same time: concurrency is no limit of the service, its budget is (facts B2)."""

FRESH: Final = 3600.0
"""Seconds for which what was read before is good enough to resume with."""


class DetailCache:
    """Remembers what was read, line by line, in a file that a killed process leaves readable.

    An entry counts only while the row of the list is the same and it is fresh: a change of seats
    need not show in the row, which knows days alone (facts E11).

    Args:
        path: The file; it is made readable by its owner alone.
        scope: The account; entries of others don't count.
    """

    def __init__(self, path: str | os.PathLike[str], scope: str) -> None:
        self._path = Path(path)
        self._scope = scope
        self._lock = threading.Lock()

    def load(self, since: float) -> dict[str, tuple[Any, Any]]:
        """Give row and detail by id, of what was read at a moment (since 1970) or later."""
        known: dict[str, tuple[Any, Any]] = {}
        lines = self._path.read_bytes().splitlines() if self._path.exists() else []
        for line in lines:
            entry = _entry(line)
            if entry and entry["scope"] == self._scope and entry["at"] >= since:
                known[entry["id"]] = (entry["row"], entry["detail"])
        return known

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


class Reader:
    """Reads subscriptions in full.

    Args:
        context: What is known of the client.
        progress: Is told how far it is; one call at a time, from whichever thread.
        cache: Path of a file to resume from; None keeps nothing.
        width: Calls at the same time.
        fresh: Seconds for which what the file holds is good enough.

    Raises:
        ValueError: If the width is not at least 1.
    """

    def __init__(
        self,
        context: Context,
        *,
        progress: Progress | None,
        cache: str | os.PathLike[str] | None,
        width: int = WIDTH,
        fresh: float = FRESH,
    ) -> None:
        if width < 1:
            raise ValueError("at least one call at a time is needed")
        self._desk = context
        self._progress = progress
        self._cache = None if cache is None else DetailCache(cache, scope_of(context))
        self._width = width
        self._fresh = fresh
        self._lock = threading.Lock()
        self._done = self._total = 0

    def read(self, which: Iterable[Which]) -> Flow[list[Subscription]]:
        """Read the details of rows or identifiers, in their order.

        The first error ends the reading; what was read until then is in the cache.
        """
        rows = [_row(one) for one in which]
        known: Mapping[str, tuple[Any, Any]] = {}
        if self._cache:
            since = self._desk.wall() - self._fresh
            known = yield from run_in_thread(partial(self._cache.load, since))
        found = [_known(row, known) for row in rows]
        missing = [row for row, detail in zip(rows, found, strict=True) if detail is None]
        self._total = len(rows)
        self._tell(len(rows) - len(missing))
        read = yield Gather([partial(self._one, row) for row in missing], self._width)
        rest = iter(read)
        return [next(rest) if detail is None else detail for detail in found]

    def _one(self, row: SubscriptionSummary) -> Flow[Subscription]:
        detail = yield from send_call(subscriptions_get.call(row.id))
        if self._cache:
            yield from run_in_thread(partial(self._cache.keep, row, detail, self._desk.wall()))
        self._tell(1)
        return detail

    def _tell(self, more: int) -> None:
        with self._lock:
            self._done += more
            if self._progress:
                self._progress(self._done, self._total)


def _row(which: Which) -> SubscriptionSummary:
    """Give the row of a subscription; of a bare identifier, one that knows nothing else."""
    from cloud_marketplace_api.models import SubscriptionSummary

    if isinstance(which, str | int):
        return SubscriptionSummary.from_dict({"id": str(which)})
    return which


def _known(row: SubscriptionSummary, known: Mapping[str, tuple[Any, Any]]) -> Subscription | None:
    """Give the detail that is known for a row which has not changed since, as far as it tells."""
    from cloud_marketplace_api.models import Subscription

    before, detail = known.get(str(row.id), (None, None))
    told = json.loads(json.dumps(row.to_dict(), default=str))
    same = before is not None and (before == told or told.keys() == {"id"})
    return Subscription.from_dict(detail) if same else None


def _entry(line: bytes) -> Any:
    """Read a line; None for one that is empty, cut short or strange."""
    try:
        entry = json.loads(line)
        fine = isinstance(entry["detail"], dict) and isinstance(entry["at"], int | float)
        return entry if fine and {"scope", "id", "row"} <= entry.keys() else None
    except (ValueError, TypeError, KeyError):
        return None
