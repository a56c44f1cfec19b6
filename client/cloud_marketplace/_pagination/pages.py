"""Pages that users hold: the rows of one page, or of it and all that follow.

`cursor` decides which page follows.
"""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Coroutine,
    Generator,
    Iterator,
    Sequence,
)
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.protocols import AsyncPage, Page, PageInfo, RowList

from cloud_marketplace._pagination.cursor import Cursor, Deduplicator, NextPage, Rows

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Row = TypeVar("Row")


class RowPage(Generic[Row]):
    """One page; iterating it continues through all following pages, each row once.

    Iterating it again fetches the following pages again.
    """

    __slots__ = ("_call", "_fetch", "_rows")

    def __init__(
        self,
        call: Call[RowList[Row]],
        rows: Rows[Row],
        fetch: Callable[[Call[RowList[Row]]], Rows[Row]],
    ) -> None:
        self._call = call
        self._rows = rows
        self._fetch = fetch

    @property
    def data(self) -> Sequence[Row]:
        """The rows of this page alone."""
        return self._rows.data

    @property
    def pagination(self) -> PageInfo:
        """Which part of the list this page shows."""
        return self._rows.pagination

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of this page alone, as received."""
        return self._rows.to_dict()

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows of this and all following pages."""
        return self.rows()

    def rows(self, *, prefetch: bool = False) -> Iterator[Row]:
        """Iterate over the rows; `prefetch` fetches the next page meanwhile, never two."""
        deduplicator = Deduplicator(self._call.operation)
        for page in self.pages(prefetch=prefetch):
            yield from deduplicator.new_rows(page.data)

    def pages(self, *, prefetch: bool = False) -> Iterator[RowPage[Row]]:
        """Iterate over this and all following pages; `prefetch` as in `rows`."""
        with _Fetcher(self._fetch, prefetch=prefetch) as fetcher:
            cursor, page = Cursor(self._call), self
            while True:
                following = cursor.advance(page._rows)
                call = None if following.offset is None else cursor.call(following.offset)
                fetch = None if call is None else fetcher.start(call)
                if following.shown:
                    yield page
                if call is None or fetch is None:
                    return
                page = RowPage(call, fetch(), self._fetch)

    def __repr__(self) -> str:
        return _show(self._call, self._rows)


class _Fetcher(Generic[Row]):
    """Fetches pages when they are needed, or in its own thread once they are known."""

    def __init__(self, fetch: Callable[[Call[RowList[Row]]], Rows[Row]], *, prefetch: bool) -> None:
        self._fetch = fetch
        self._pool: ThreadPoolExecutor | None = None
        if prefetch:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, "cloud-marketplace-page")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def start(self, call: Call[RowList[Row]]) -> Callable[[], Rows[Row]]:
        """Start to fetch a page; calling the result returns it."""
        if self._pool:
            return self._pool.submit(self._fetch, call).result
        return partial(self._fetch, call)


class AsyncRowPage(Generic[Row]):
    """One page; `await` fetches it, `async for` iterates over it and all that follow."""

    __slots__ = ("_call", "_fetch", "_fetched")

    def __init__(
        self,
        call: Call[RowList[Row]],
        fetch: Callable[[Call[RowList[Row]]], Coroutine[Any, Any, Rows[Row]]],
    ) -> None:
        self._call = call
        self._fetch = fetch
        self._fetched: Rows[Row] | None = None

    @property
    def data(self) -> Sequence[Row]:
        """The rows of this page alone.

        Raises:
            RuntimeError: If the page has not been awaited.
        """
        return self._rows.data

    @property
    def pagination(self) -> PageInfo:
        """Which part of the list this page shows.

        Raises:
            RuntimeError: If the page has not been awaited.
        """
        return self._rows.pagination

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of this page alone, as received.

        Raises:
            RuntimeError: If the page has not been awaited.
        """
        return self._rows.to_dict()

    def __await__(self) -> Generator[Any, None, Self]:
        """Fetch this page, unless it has been fetched."""
        return self.load().__await__()

    def __aiter__(self) -> AsyncIterator[Row]:
        """Iterate over the rows of this and all following pages."""
        return self.rows()

    async def rows(self, *, prefetch: bool = False) -> AsyncIterator[Row]:
        """Iterate over the rows; `prefetch` fetches the next page meanwhile, never two."""
        deduplicator = Deduplicator(self._call.operation)
        async with aclosing(self._pages(prefetch=prefetch)) as pages:
            async for page in pages:
                for row in deduplicator.new_rows(page.data):
                    yield row

    def pages(self, *, prefetch: bool = False) -> AsyncIterator[AsyncRowPage[Row]]:
        """Iterate over this and all following pages; `prefetch` as in `rows`."""
        return self._pages(prefetch=prefetch)

    async def _pages(self, *, prefetch: bool) -> AsyncGenerator[AsyncRowPage[Row], None]:
        cursor, fetching = Cursor(self._call), None
        page: AsyncRowPage[Row] = await self
        try:
            while True:
                following = cursor.advance(page._rows)
                page, shown = page._following(cursor, following), page
                if prefetch and following.offset is not None:
                    from asyncio import create_task

                    fetching = create_task(page.load())
                if following.shown:
                    yield shown
                if following.offset is None:
                    return
                await (fetching or page)
        finally:
            if fetching is not None:
                fetching.cancel()

    def _following(self, cursor: Cursor, following: NextPage) -> AsyncRowPage[Row]:
        call = self._call if following.offset is None else cursor.call(following.offset)
        return AsyncRowPage(call, self._fetch)

    def __repr__(self) -> str:
        return _show(self._call, self._fetched)

    @property
    def _rows(self) -> Rows[Row]:
        if self._fetched is None:
            raise RuntimeError("the page has not been fetched; await it or use `async for`")
        return self._fetched

    async def load(self) -> Self:
        """Fetch this page, unless it has been fetched."""
        if self._fetched is None:
            self._fetched = await self._fetch(self._call)
        return self


def _show(call: Call[RowList[Row]], rows: Rows[Row] | None) -> str:
    name = call.operation.id
    if rows is None:
        return f"<Page of {name}, not fetched yet>"
    total = "unknown" if rows.total is None else rows.total
    return f"<Page of {name}: {len(rows.data)} rows of {total}>"


@overload
def prefetched(page: Page[Row]) -> Iterator[Row]: ...
@overload
def prefetched(page: AsyncPage[Row]) -> AsyncIterator[Row]: ...
def prefetched(page: Page[Row] | AsyncPage[Row]) -> Iterator[Row] | AsyncIterator[Row]:
    """Iterate over all rows from a page on, fetching the next page while you work on this one.

    At most one page is fetched ahead, and none once you leave the loop.

    Args:
        page: The page that a list operation returned.

    Raises:
        TypeError: If it is not a page of this client.
    """
    if isinstance(page, RowPage | AsyncRowPage):
        return page.rows(prefetch=True)
    raise TypeError(f"expected a page of this client, not {type(page).__name__}")
