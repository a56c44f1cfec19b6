"""How to go on from page to page, decided without fetching anything.

Rows of a newest-first list shift while new ones arrive, so pages can repeat rows; and a server may
give fewer rows than were asked for. So the next page begins after the rows received, not after
the rows asked for (facts D3), and a row that came before is left out (facts D6).
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from cloud_marketplace_api.operations import Operation
from cloud_marketplace_api.seam import Call, PageInfo, RowList
from cloud_marketplace_api.types import Model

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """What an answer shows of a collection.

    Attributes:
        data: Its rows.
        pagination: What it says about its place in the collection.
    """

    data: Sequence[Row]
    pagination: PageInfo

    @property
    def total(self) -> int | None:
        """Number of rows in the whole collection; None where the answer does not tell."""
        total = getattr(self.pagination, "total", None)
        known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
        return total if known else None


def rows_of(call: Call[RowList[Row]]) -> Call[Rows[Row]]:
    """Let a call read rows in place of its model; an answer without rows can't be read."""

    def read(value: Any) -> Rows[Row]:
        answer = call.read(value)
        data: Any = answer.data
        if data is None:
            data = []  # an empty collection, as old versions wrote it (facts D7)
        if not isinstance(data, list):
            raise TypeError("there is no list of rows in the answer")
        return Rows(data, answer.pagination)

    return Call(call.operation, call.path, read, call.query, call.body)


def following(
    call: Call[RowList[Row]], rows: Rows[Row], before: Rows[Row] | None = None
) -> Call[RowList[Row]] | None:
    """Give the call for the next page; None when there is none.

    Who gave no limit wants all rows when going on, so the next pages are as large as is known to
    work, for calls are what the service counts (facts B1, D3).

    Args:
        call: The call that gave the rows.
        rows: What it gave.
        before: What the page before gave, if there was one.
    """
    if not rows.data:
        return None
    offset = _number(call.query.get("offset")) + len(rows.data)
    total = rows.total
    if total is None and before is not None and list(before.data) == list(rows.data):
        return None  # the same again: this server does not page
    if total is not None and offset >= total:
        return None
    query = {**call.query, "offset": str(offset)}
    paging = call.operation.pagination
    if "limit" not in query and paging is not None:
        query["limit"] = str(paging.max_limit)
    return replace(call, query=query)


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
