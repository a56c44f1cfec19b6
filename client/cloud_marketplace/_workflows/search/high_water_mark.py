"""Which of a customer's orders are new since a moment, decided without comparing clocks.

Example: before an order is sent the customer has the orders 7, 8 and 9. Afterwards 8, 9, 10 and 7
are listed, in whatever order and with whatever dates: 10 is new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from cloud_marketplace.errors import ResponseMismatch

if TYPE_CHECKING:
    from cloud_marketplace_api.models import OrderSummary

PAGE: Final = 500
"""Rows to ask for at a time; the largest number that is known to work."""

_MARGIN: Final = timedelta(hours=1)
_DISORDER: Final = timedelta(minutes=5)
_MOST_ROWS: Final = 20_000


def moment_of(row: Any) -> datetime | None:
    """Return when an order was created, in UTC if it has no offset; None if it is unreadable."""
    moment = row.creation_date
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HighWaterMark:
    """The orders that a customer had at a moment.

    Attributes:
        known: Ids of the orders: of all of them, or of the newest ones.
        since: If these are the newest ones alone, orders before this moment are old too. It lies a
            margin before the oldest of the newest ones.
    """

    known: frozenset[str]
    since: datetime | None = None

    @classmethod
    def of(cls, rows: Iterable[OrderSummary], *, whole: bool = True) -> Self:
        """Take it from rows.

        Args:
            rows: The rows.
            whole: Whether these are all orders of the customer.
        """
        found = list(rows)
        moments = [moment for moment in map(moment_of, found) if moment]
        since = None if whole or not moments else _before(min(moments))
        return cls(frozenset(str(row.id) for row in found), since)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `text` wrote, in this version of the library or the first one.

        Raises:
            ValueError: If it is damaged.
        """
        try:
            found = json.loads(text)
            if "newest" in found:  # the first version kept the ids of the newest moment alone
                newest = found["newest"] and datetime.fromisoformat(found["newest"])
                return cls(frozenset(found["known"]), _before(newest) if newest else None)
            since = found["since"] and datetime.fromisoformat(found["since"])
            return cls(frozenset(map(str, found["known"])), since or None)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("the high-water mark is damaged") from error

    def text(self) -> str:
        """Write it as JSON."""
        since = self.since.isoformat() if self.since else None
        return json.dumps({"since": since, "known": sorted(self.known)})

    def is_new(self, row: OrderSummary) -> bool:
        """Tell whether an order was not there at the moment of the mark."""
        return str(row.id) not in self.known and not self._is_old(row)

    def _is_old(self, row: OrderSummary) -> bool:
        moment = moment_of(row)
        return self.since is not None and moment is not None and moment < self.since


class NewestRows:
    """Reads on in a list until it has seen the newest rows, whatever the order of the list.

    A list that is newest first is read to its end only if it is short. Any other list is read to
    its end, since a new row can be anywhere in it.

    Args:
        mark: Rows that are old by this mark need not be read; None reads one page.
    """

    def __init__(self, mark: HighWaterMark | None = None) -> None:
        self._mark = mark
        self._oldest: datetime | None = None
        self._sorted = True
        self._count = 0
        self.whole = True

    def judge(self, row: OrderSummary) -> bool | None:
        """Tell whether a row is new; None ends the reading.

        Raises:
            ResponseMismatch: If the list does not end.
        """
        self._count += 1
        moment = moment_of(row)
        if moment is not None:
            if self._oldest is not None and moment > self._oldest + _DISORDER:
                self._sorted = False
            self._oldest = min(moment, self._oldest or moment)
        if self._count > _MOST_ROWS:
            raise ResponseMismatch(
                f"the customer's list of orders has no end after {_MOST_ROWS} rows",
                operation="orders.list",
            )
        if self._sorted and self._count > PAGE and self._is_enough(moment):
            self.whole = False
            return None
        return self._mark is None or self._mark.is_new(row)

    def _is_enough(self, moment: datetime | None) -> bool:
        if self._mark is None:
            return True
        since = self._mark.since
        return since is not None and moment is not None and moment < since


def _before(moment: datetime) -> datetime:
    """Return a moment with its margin, as far as the calendar has it."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware - _MARGIN
    except OverflowError:
        return aware
