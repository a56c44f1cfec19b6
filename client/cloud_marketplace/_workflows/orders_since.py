"""Which rows of the list of orders are new since a moment, or since a checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cloud_marketplace._workflows.order_matching import is_open
from cloud_marketplace._workflows.orders_checkpoint import (
    DISORDER,
    OrdersCheckpoint,
    check_moment,
)
from cloud_marketplace._workflows.search.high_water_mark import moment_of


class OrdersReading:
    """One reading of the newest-first list of orders: what is wanted, and where to stop.

    Rows may be slightly out of order, so the reading ends only at a row that is five minutes too
    old. Rows without a readable date are wanted: they may be new.

    Args:
        start: A moment with its offset from UTC, or a checkpoint.
        refresh: Ids, or orders, that are read again if they are not among the rows.

    Raises:
        TypeError: If the start is neither a datetime nor a checkpoint.
        ValueError: If the moment has no offset.
    """

    def __init__(self, start: datetime | OrdersCheckpoint, refresh: Iterable[Any] = ()) -> None:
        self._checkpoint = start if isinstance(start, OrdersCheckpoint) else None
        if self._checkpoint:
            self._from = self._end = _before(self._checkpoint.moment)
            self._known = frozenset(self._checkpoint.recent)
            refresh = [*refresh, *sorted(self._checkpoint.open)]
        else:
            self._from = check_moment(start)
            self._end = _before(self._from)
            self._known = frozenset()
        self._refresh = [str(getattr(each, "id", each)) for each in refresh]
        self._created: dict[str, datetime | None] = {}
        self._open: set[str] = set()
        self._given: set[str] = set()

    def judge(self, row: Any) -> bool | None:
        """Tell whether a row is wanted; None ends the reading."""
        created = moment_of(row)
        if created is not None and created < self._from:
            return None if created < self._end else False
        identifier = str(row.id)
        self._created[identifier] = created
        return identifier not in self._known and identifier not in self._given

    def still_to_refresh(self) -> list[str]:
        """Return the ids to read again, each once, that were not among the rows."""
        return [each for each in dict.fromkeys(self._refresh) if each not in self._given]

    def note(self, order: Any) -> None:
        """Remember an order that was given to the caller."""
        self._given.add(str(order.id))
        if is_open(order):
            self._open.add(str(order.id))

    def finish(self) -> None:
        """Move the checkpoint on, now that everything was read."""
        if self._checkpoint is None:
            return
        moments = [created for created in self._created.values() if created]
        newest = max([self._checkpoint.moment, *moments])
        self._checkpoint.moment = newest
        self._checkpoint.open = self._open
        self._checkpoint.recent = {
            identifier
            for identifier, created in self._created.items()
            if created is None or created >= newest - DISORDER
        }


def _before(moment: datetime) -> datetime:
    """Return the moment by which rows may be out of order; `datetime.min` stays what it is."""
    try:
        return moment - DISORDER
    except OverflowError:
        return moment
