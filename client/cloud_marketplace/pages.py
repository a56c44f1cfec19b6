"""Pages that users hold: rows of one page, or of all that follow. The decisions are in `paging`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from typing import Any, Generic, Self, TypeVar

from cloud_marketplace_api.seam import Call, PageInfo, RowList

from cloud_marketplace.paging import Fresh, Rows, following

Row = TypeVar("Row")


class RowPage(Generic[Row]):
    """One page; going through it goes on through all pages that follow, each row once.

    Going through it again fetches the following pages anew.
    """

    __slots__ = ("_before", "_call", "_fetch", "_rows")

    def __init__(
        self,
        call: Call[RowList[Row]],
        rows: Rows[Row],
        fetch: Callable[[Call[RowList[Row]]], Rows[Row]],
        before: Rows[Row] | None = None,
    ) -> None:
        self._call = call
        self._rows = rows
        self._fetch = fetch
        self._before = before

    @property
    def data(self) -> Sequence[Row]:
        """The rows of this page alone."""
        return self._rows.data

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows."""
        return self._rows.pagination

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows of this and all following pages."""
        fresh = Fresh(self._call.operation)
        for page in self.pages():
            yield from fresh.of(page.data)

    def pages(self) -> Iterator[RowPage[Row]]:
        """Go through this and all following pages."""
        page = self
        yield page
        while call := following(page._call, page._rows, page._before):
            page = RowPage(call, self._fetch(call), self._fetch, page._rows)
            yield page

    def __repr__(self) -> str:
        return _show(self._call, self._rows)


class AsyncRowPage(Generic[Row]):
    """One page; `await` fetches it, `async for` goes through it and all that follow."""

    __slots__ = ("_before", "_call", "_fetch", "_fetched")

    def __init__(
        self,
        call: Call[RowList[Row]],
        fetch: Callable[[Call[RowList[Row]]], Awaitable[Rows[Row]]],
        before: Rows[Row] | None = None,
    ) -> None:
        self._call = call
        self._fetch = fetch
        self._before = before
        self._fetched: Rows[Row] | None = None

    @property
    def data(self) -> Sequence[Row]:
        """The rows of this page alone.

        Raises:
            RuntimeError: If the page was not awaited yet.
        """
        return self._rows.data

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows.

        Raises:
            RuntimeError: If the page was not awaited yet.
        """
        return self._rows.pagination

    def __await__(self) -> Generator[Any, None, Self]:
        """Fetch this page, unless that has been done."""
        return self._load().__await__()

    async def __aiter__(self) -> AsyncIterator[Row]:
        """Go through the rows of this and all following pages."""
        fresh = Fresh(self._call.operation)
        async for page in self.pages():
            for row in fresh.of(page.data):
                yield row

    async def pages(self) -> AsyncIterator[AsyncRowPage[Row]]:
        """Go through this and all following pages."""
        page: AsyncRowPage[Row] = await self
        yield page
        while call := following(page._call, page._rows, page._before):
            page = await AsyncRowPage(call, self._fetch, page._rows)
            yield page

    def __repr__(self) -> str:
        return _show(self._call, self._fetched)

    @property
    def _rows(self) -> Rows[Row]:
        if self._fetched is None:
            raise RuntimeError("await the page, or go through it with `async for`, to get its rows")
        return self._fetched

    async def _load(self) -> Self:
        if self._fetched is None:
            self._fetched = await self._fetch(self._call)
        return self


def _show(call: Call[RowList[Row]], rows: Rows[Row] | None) -> str:
    name = call.operation.id
    if rows is None:
        return f"<Page of {name}, not fetched yet>"
    total = "unknown" if rows.total is None else rows.total
    return f"<Page of {name}: {len(rows.data)} rows of {total}>"
