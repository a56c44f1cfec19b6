"""Read many subscriptions in full: concurrently, with progress callbacks, and resumable."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cloud_marketplace_api.api.subscriptions import subscriptions_get

from cloud_marketplace._engine.steps import Flow, Gather, run_in_thread, send_call
from cloud_marketplace._workflows.context import Context, account_of
from cloud_marketplace._workflows.detail_cache import DetailCache
from cloud_marketplace.errors import ResponseMismatch

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Subscription, SubscriptionSummary

Progress = Callable[[int, int], object]
"""Is called with the number of subscriptions that are done, and with that of all."""

Which: TypeAlias = "SubscriptionSummary | str | int"
"""A subscription: its row in a list, or its identifier."""

WIDTH: Final = 8
"""Concurrent calls: the service limits the rate, not the concurrency."""

MAX_AGE: Final = 3600.0
"""Seconds for which a cached subscription is recent enough to resume with."""


class DetailFetcher:
    """Reads subscriptions in full, and counts them for the progress callback.

    Args:
        context: The client's settings and clocks.
        progress: Is called with the progress, one call at a time, from any thread.
        cache: Path of a file to resume from; None keeps nothing.
        width: Concurrent calls.
        max_age: Seconds for which an entry of the file is recent enough.

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
        max_age: float = MAX_AGE,
    ) -> None:
        if width < 1:
            raise ValueError("the concurrency must be at least one")
        self._context = context
        self._progress = progress
        self._cache = None if cache is None else DetailCache(cache, account_of(context))
        self._width = width
        self._max_age = max_age
        self._lock = threading.Lock()
        self._done = self._total = 0

    def fetch(self, which: Iterable[Which]) -> Flow[list[Subscription]]:
        """Read the details of rows or identifiers, and return them in their order.

        The first error ends the reading; what was read until then is in the cache.

        Raises:
            TypeError: If an item is neither a row nor an identifier.
        """
        rows = [_row(one) for one in _several(which)]
        cached: Mapping[str, tuple[Any, Any]] = {}
        if self._cache:
            now = self._context.wall()
            load = partial(self._cache.load, now - self._max_age, now)
            cached = yield from run_in_thread(load)
        found = [_cached_detail(row, cached) for row in rows]
        missing = [row for row, detail in zip(rows, found, strict=True) if detail is None]
        self._total = len(rows)
        self._report(len(rows) - len(missing))
        read = yield Gather([partial(self._fetch_one, row) for row in missing], self._width)
        rest = iter(read)
        return [next(rest) if detail is None else detail for detail in found]

    def _fetch_one(self, row: SubscriptionSummary) -> Flow[Subscription]:
        detail = yield from send_call(subscriptions_get.call(row.id))
        if self._cache:
            yield from run_in_thread(partial(self._cache.keep, row, detail, self._context.wall()))
        self._report(1)
        return detail

    def _report(self, more: int) -> None:
        with self._lock:
            self._done += more
            if self._progress:
                self._progress(self._done, self._total)


def _several(which: Iterable[Which]) -> Iterable[Which]:
    """Refuse a single identifier: its characters would be taken for identifiers."""
    if isinstance(which, str | bytes):
        raise TypeError("rows must be an iterable of rows or identifiers, not a single text")
    return which


def _row(which: Which) -> SubscriptionSummary:
    """Return the row of a subscription; for a bare identifier, one with only the id."""
    from cloud_marketplace_api.models import SubscriptionSummary

    if isinstance(which, SubscriptionSummary):
        if not isinstance(which.id, str | int):
            raise ResponseMismatch(
                "a row has no usable id", advice="Report this row.", operation="subscriptions.list"
            )
        return which
    if isinstance(which, bool) or not isinstance(which, str | int):
        raise TypeError(f"rows must hold rows or identifiers, not {type(which).__name__}")
    return SubscriptionSummary.from_dict({"id": str(which)})


def _cached_detail(
    row: SubscriptionSummary, cached: Mapping[str, tuple[Any, Any]]
) -> Subscription | None:
    """Return the cached details of a row, unless the row has changed since."""
    from cloud_marketplace_api.models import Subscription

    before, detail = cached.get(str(row.id), (None, None))
    now = json.loads(json.dumps(row.to_dict(), default=str))
    same = before is not None and (before == now or now.keys() == {"id"})
    return Subscription.from_dict(detail) if same else None
