"""Which page of a list to fetch next, decided without fetching anything.

No row is skipped and none is returned twice, whatever happens to the list meanwhile:

- A server may return fewer rows than requested: the next page begins after the rows received, not
  after the rows requested.
- New rows shift the others down: rows that were received before are left out.
- Removed rows shift the others up, past the next offset. The total tells how many, and the page is
  fetched again from that much further up.
- An empty page before the total is fetched once more, and then ends the list with a warning.
- A list that does not come to its end is an error: the same page again, or more pages than its
  total can explain.

Example, with a limit of 10: 30 rows, and 3 of the first 10 are removed after the first page::

    offset 0   -> rows 0 to 9, total 30     show them; continue at 10
    offset 10  -> rows 13 to 22, total 27   3 rows are gone, 10 to 12 were skipped: go back to 4
    offset 4   -> rows 7 to 16, total 27    show them, without 7 to 9; continue at 14
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

from cloud_marketplace._engine.steps import Flow, send_call
from cloud_marketplace.errors import ResponseMismatch

Row = TypeVar("Row")
_LOGGER: Final = logging.getLogger("cloud_marketplace")
_MAX_STEPS_BACK: Final = 20
_MAX_REPEATED_PAGES: Final = 5  # in a row, of a list that grows
_MAX_GROWTH: Final = 2  # times, while it is read
_SPARE_PAGES: Final = 20
_MAX_ROWS_WITHOUT_TOTAL: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """The part of a list in one response.

    Attributes:
        data: Its rows.
        pagination: Its position in the list, as the response states it.
        to_dict: Returns the JSON of the response, as received.
    """

    data: Sequence[Row]
    pagination: PageInfo
    to_dict: Callable[[], dict[str, Any]] = dict

    @property
    def total(self) -> int | None:
        """Number of rows in the whole list; None if the response does not state it."""
        total = getattr(self.pagination, "total", None)
        known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
        return total if known else None


def rows_of(call: Call[RowList[Row]]) -> Call[Rows[Row]]:
    """Make a call return rows in place of its model; a response without rows can't be read."""

    def read(value: Any) -> Rows[Row]:
        response = call.read(value)
        data: Any = response.data
        if data is None:
            data = []  # an empty list, as old versions wrote it
        if not isinstance(data, list):
            raise TypeError("the response has no list of rows")
        return Rows(data, response.pagination, response.to_dict)

    return Call(call.operation, call.path, read, call.query, call.body)


class NextPage(NamedTuple):
    """What to do with a page, and which one to fetch next.

    Attributes:
        shown: Whether its rows are returned; if not, it is fetched again from an earlier offset.
        offset: Offset of the next page; None at the end of the list.
    """

    shown: bool
    offset: int | None


class Cursor:
    """The position in a list, from its first page to its last; the module's docstring says why.

    If no limit was given, later pages use the maximum page size: the service limits requests, not
    rows.

    Args:
        call: The call for the first page.
    """

    def __init__(self, call: Call[RowList[Row]]) -> None:
        self._call = call
        self._offset = _number(call.query.get("offset"))
        # All rows before this one were read, as far as the totals show.
        self._unread = self._offset
        self._before: Rows[Any] | None = None
        self._total: int | None = None
        self._steps_back = 0
        self._first_total: int | None = None
        self._known_pages: set[int] = set()
        self._repeated_pages = 0
        self._was_empty = False

    def advance(self, rows: Rows[Any]) -> NextPage:
        """Receive a page, and decide how to continue.

        Raises:
            ResponseMismatch: If the list does not come to an end.
        """
        drop = self._drop(rows)
        self._unread = max(0, self._unread - drop)
        if self._offset > self._unread and self._steps_back < _MAX_STEPS_BACK:
            self._steps_back += 1
            return NextPage(shown=False, offset=self._go_to(drop))
        found = NextPage(shown=True, offset=self._after(rows, drop))
        self._before = rows
        return found

    def call(self, offset: int) -> Call[RowList[Any]]:
        """Create the call for the page at an offset."""
        query = {**self._call.query, "offset": str(offset)}
        paging = self._call.operation.pagination
        if "limit" not in query and paging is not None:
            query["limit"] = str(paging.max_limit)
        return replace(self._call, query=query)

    def _drop(self, rows: Rows[Any]) -> int:
        """Return how many rows the list has lost since the page before."""
        before, self._total = self._total, rows.total
        if self._first_total is None:
            self._first_total = rows.total
        if before is None or rows.total is None:
            return 0
        return max(0, before - rows.total)

    def _go_to(self, drop: int) -> int:
        """Choose the next offset: earlier by as many rows as the list may lose again."""
        self._offset = max(0, self._unread - drop)
        return self._offset

    def _after(self, rows: Rows[Any], drop: int) -> int | None:
        """Return the offset of the next page; None at the end of the list."""
        total, count = rows.total, len(rows.data)
        if self._call.operation.pagination is None:
            return None
        if not count:
            return self._after_empty_page(total)
        self._was_empty = False
        if self._is_repeated(rows):
            if total is None or self._call.operation.sort is None:
                return None
            raise self._mismatch(
                f"the page at offset {self._offset} of {total} rows repeats the one before"
            )
        self._check_end(rows)
        self._unread = self._offset + count
        if total is not None and self._unread >= total >= count:
            return None
        # A total below the number of rows of this page shows nothing.
        return self._go_to(min(drop, count // 2))

    def _after_empty_page(self, total: int | None) -> int | None:
        """Fetch rows that should exist once more."""
        if total is None or self._offset >= total:
            return None
        if not self._was_empty:
            self._was_empty = True
            return self._offset
        name = self._call.operation.id
        _LOGGER.warning("%s ended after row %d of %d", name, self._offset, total)
        return None

    def _is_repeated(self, rows: Rows[Any]) -> bool:
        """Tell whether the page before was received again, though the list has not grown."""
        before = self._before
        if before is None or list(before.data) != list(rows.data):
            return False
        return rows.total is None or before.total is None or rows.total <= before.total

    def _check_end(self, rows: Rows[Any]) -> None:
        """Check that the list can come to its end.

        Raises:
            ResponseMismatch: If pages are repeated, or the list goes on beyond all growth.
        """
        page = _fingerprint(rows)
        self._repeated_pages = self._repeated_pages + 1 if page in self._known_pages else 0
        self._known_pages.add(page)
        if self._repeated_pages > _MAX_REPEATED_PAGES:
            raise self._mismatch("the list does not end: its pages are repeated")
        most, total = _MAX_ROWS_WITHOUT_TOTAL, self._first_total
        if total is not None:
            most = _MAX_GROWTH * total + _SPARE_PAGES * len(rows.data)
        if self._offset > most:
            raise self._mismatch(f"the list does not end: row {self._offset} of {total} at first")

    def _mismatch(self, what: str) -> ResponseMismatch:
        return ResponseMismatch(
            what,
            advice="Request all rows at once with a larger limit: the service does not page.",
            operation=self._call.operation.id,
        )


def collect(
    call: Call[RowList[Row]],
    judge: Callable[[Row], bool | None],
    timeout: float | None = None,
    within: Callable[[], float | None] = lambda: None,
) -> Flow[list[Row]]:
    """Read a list page by page, each row once.

    Args:
        call: The call for the first page.
        judge: Tells whether a row is wanted; None ends the reading.
        timeout: Seconds that each page may take; None uses the client's setting.
        within: Returns the seconds that are left for all pages; None does not limit them.
    """
    cursor, deduplicator, wanted_rows = Cursor(call), Deduplicator(call.operation), list[Row]()
    while True:
        rows = yield from send_call(rows_of(call), timeout, within())
        next_page = cursor.advance(rows)
        for row in deduplicator.new_rows(rows.data) if next_page.shown else ():
            wanted = judge(row)
            if wanted is None:
                return wanted_rows
            if wanted:
                wanted_rows.append(row)
        if next_page.offset is None:
            return wanted_rows
        call = cursor.call(next_page.offset)


class Deduplicator:
    """Returns each row of a list once, since rows shift while a list is read.

    In a sorted list a row is known by its id. Elsewhere, as in the catalogue, rows may share an id
    or a part number and differ in their period, so only a row that is wholly the same is left out.
    Rows without an id always pass.
    """

    def __init__(self, operation: Operation) -> None:
        self._by_id = operation.sort is not None
        self._seen: set[Hashable] = set()

    def new_rows(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Return the rows that were not received before."""
        for row in rows:
            key = self._key(row)
            if key is None or key not in self._seen:
                self._seen.add(key)
                yield row

    def _key(self, row: Any) -> Hashable:
        identifier = getattr(row, "id", None)
        if not isinstance(identifier, str | int):
            return None
        if self._by_id or not hasattr(row, "to_dict"):
            return identifier
        return _text(row)


def _fingerprint(rows: Rows[Any]) -> int:
    """Return a number by which a page is recognised: a hash of its ids, or else of its rows."""
    ids = tuple(getattr(row, "id", None) for row in rows.data)
    if all(isinstance(each, str | int) for each in ids):
        return hash(ids)
    return hash(tuple(_text(row) for row in rows.data))


def _text(row: Any) -> str:
    value = row.to_dict() if hasattr(row, "to_dict") else row
    return json.dumps(value, sort_keys=True, default=str)


def _number(text: str | None) -> int:
    """Parse an offset as it was sent; the service takes a missing one for 0."""
    return int(text) if text and text.isdigit() else 0
