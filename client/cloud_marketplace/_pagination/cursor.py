"""How to go on from page to page, decided without fetching anything.

Nothing is skipped and nothing comes twice, whatever the list does meanwhile:

- A server may give fewer rows than were asked for: the next page begins after the rows received,
  not after the rows asked for (facts D3).
- New rows push those not yet read down: what came before is left out (facts D6).
- Rows that vanish pull those not yet read up, past the next offset. The total tells, for it drops
  by at least as many rows: the page is asked for again from that much further up.
- An empty page before the total is asked for once more, and then ends the list with a warning.
- The same page again, of a list that has not grown, is an error: this server does not page.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, NamedTuple, TypeVar

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import Operation
from cloud_marketplace_api.protocols import PageInfo, RowList
from cloud_marketplace_api.types import Model

from cloud_marketplace._engine.steps import Flow, send_call
from cloud_marketplace.errors import ResponseMismatch

Row = TypeVar("Row")
_LOGGER: Final = logging.getLogger("cloud_marketplace")
_MOST_STEPS_BACK: Final = 20
"""Bounds the way back in a list whose total jumps up and down."""


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """What an answer shows of a collection.

    Attributes:
        data: Its rows.
        pagination: What it says about its place in the collection.
        to_dict: Gives the JSON of the answer, as it came.
    """

    data: Sequence[Row]
    pagination: PageInfo
    to_dict: Callable[[], dict[str, Any]] = dict

    @property
    def total(self) -> int | None:
        """Number of rows in the whole collection; None where the answer does not tell."""
        total = getattr(self.pagination, "total", None)
        known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
        return total if known else None


def rows_of(call: Call[RowList[Row]]) -> Call[Rows[Row]]:
    """Let a call read rows in place of its model; an answer without rows can't be read."""

    def read(value: Any) -> Rows[Row]:
        response = call.read(value)
        data: Any = response.data
        if data is None:
            data = []  # an empty collection, as old versions wrote it (facts D7)
        if not isinstance(data, list):
            raise TypeError("there is no list of rows in the answer")
        return Rows(data, response.pagination, response.to_dict)

    return Call(call.operation, call.path, read, call.query, call.body)


class Turn(NamedTuple):
    """What to do with a page.

    Attributes:
        shown: Whether its rows are to be given; if not, it is asked for again from further up.
        then: Offset of the next page; None when there is none.
    """

    shown: bool
    then: int | None


class Course:
    """The way through a list, from one page to the next.

    Who gave no limit wants all rows when going on, so the next pages are as large as is known to
    work, for calls are what the service counts (facts B1, D3).

    Args:
        call: The call for the first page.
    """

    def __init__(self, call: Call[RowList[Row]]) -> None:
        self._call = call
        self._asked = _number(call.query.get("offset"))
        # All rows before this one were read, as far as the totals tell.
        self._unread = self._asked
        self._before: Rows[Any] | None = None
        self._total: int | None = None
        self._steps_back = 0
        self._empty = False

    def take(self, rows: Rows[Any]) -> Turn:
        """Take a page in and say how to go on.

        Raises:
            ResponseMismatch: If the service gives the same page again.
        """
        drop = self._drop(rows)
        self._unread = max(0, self._unread - drop)
        if self._asked > self._unread and self._steps_back < _MOST_STEPS_BACK:
            self._steps_back += 1
            return Turn(shown=False, then=self._ask(drop))
        shown = Turn(shown=True, then=self._after(rows, drop))
        self._before = rows
        return shown

    def call(self, offset: int) -> Call[RowList[Any]]:
        """Make the call for the page at an offset."""
        query = {**self._call.query, "offset": str(offset)}
        paging = self._call.operation.pagination
        if "limit" not in query and paging is not None:
            query["limit"] = str(paging.max_limit)
        return replace(self._call, query=query)

    def _drop(self, rows: Rows[Any]) -> int:
        """Tell how many rows the list has lost since the page before."""
        before, self._total = self._total, rows.total
        if before is None or rows.total is None:
            return 0
        return max(0, before - rows.total)

    def _ask(self, drop: int) -> int:
        """Choose the next offset: as many rows further up as the list may lose again."""
        self._asked = max(0, self._unread - drop)
        return self._asked

    def _after(self, rows: Rows[Any], drop: int) -> int | None:
        """Give the offset of the next page; None when there is none."""
        total, count = rows.total, len(rows.data)
        if not count:
            return self._after_nothing(total)
        self._empty = False
        if self._is_same(rows):
            if total is None or self._call.operation.sort is None:
                return None
            raise _does_not_page(self._call, self._asked, total)
        self._unread = self._asked + count
        if total is not None and self._unread >= total >= count:
            return None
        # A total of fewer rows than came with this very page tells nothing.
        return self._ask(min(drop, count // 2))

    def _after_nothing(self, total: int | None) -> int | None:
        """Ask once more for rows that are said to be there."""
        if total is None or self._asked >= total:
            return None
        if not self._empty:
            self._empty = True
            return self._asked
        name = self._call.operation.id
        _LOGGER.warning("%s ended after row %d of %d", name, self._asked, total)
        return None

    def _is_same(self, rows: Rows[Any]) -> bool:
        """Tell whether the page before came again, though nothing was added to the list."""
        before = self._before
        if before is None or list(before.data) != list(rows.data):
            return False
        return rows.total is None or before.total is None or rows.total <= before.total


def _does_not_page(call: Call[Any], offset: int, total: int) -> ResponseMismatch:
    return ResponseMismatch(
        f"the page at offset {offset} of {total} rows is the one before, again",
        advice="Ask for all rows at once with a larger limit: the service does not page.",
        operation=call.operation.id,
    )


def collect(
    call: Call[RowList[Row]], judge: Callable[[Row], bool | None], timeout: float | None = None
) -> Flow[list[Row]]:
    """Read a list page by page, each row once.

    Args:
        call: The call for the first page.
        judge: Tells whether a row is wanted; None ends the reading.
        timeout: Seconds that each page may take; None takes the client's setting.
    """
    course, fresh, kept = Course(call), Fresh(call.operation), list[Row]()
    while True:
        rows = yield from send_call(rows_of(call), timeout)
        turn = course.take(rows)
        for row in fresh.of(rows.data) if turn.shown else ():
            wanted = judge(row)
            if wanted is None:
                return kept
            if wanted:
                kept.append(row)
        if turn.then is None:
            return kept
        call = course.call(turn.then)


class Fresh:
    """Lets each row through once.

    Rows are told apart by their id where the list is sorted, for there they shift. Elsewhere, as in
    the catalogue, rows may share an id or a part number and differ in their period, so only a
    row that is wholly the same is left out. Rows without an id always pass.
    """

    def __init__(self, operation: Operation) -> None:
        self._by_id = operation.sort is not None
        self._seen: set[Hashable] = set()

    def of(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Give the rows that did not come before."""
        for row in rows:
            key = self._key(row)
            if key is None or key not in self._seen:
                self._seen.add(key)
                yield row

    def _key(self, row: Any) -> Hashable:
        identifier = getattr(row, "id", None)
        if not isinstance(identifier, str | int):
            return None
        if self._by_id or not isinstance(row, Model):
            return identifier
        return json.dumps(row.to_dict(), sort_keys=True, default=str)


def _number(text: str | None) -> int:
    """Read an offset as it was sent; the service takes a missing one for 0 (facts D1)."""
    return int(text) if text and text.isdigit() else 0
