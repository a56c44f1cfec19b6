"""Pages that users hold: rows of one page, or of all that follow. The decisions are in `paging`."""

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

from cloud_marketplace._pagination.cursor import Course, Fresh, Rows, Turn

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Row = TypeVar("Row")


class RowPage(Generic[Row]):
    """One page; going through it goes on through all pages that follow, each row once.

    Going through it again fetches the following pages anew.
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
        """Which part of the collection this page shows."""
        return self._rows.pagination

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON of this page alone, as it came."""
        return self._rows.to_dict()

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows of this and all following pages."""
        return self.rows()

    def rows(self, *, prefetch: bool = False) -> Iterator[Row]:
        """Go through the rows; with `prefetch` the next page is fetched meanwhile, never two."""
        fresh = Fresh(self._call.operation)
        for page in self.pages(prefetch=prefetch):
            yield from fresh.of(page.data)

    def pages(self, *, prefetch: bool = False) -> Iterator[RowPage[Row]]:
        """Go through this and all following pages; `prefetch` as in `rows`."""
        with _Fetcher(self._fetch, prefetch=prefetch) as fetcher:
            course, page = Course(self._call), self
            while True:
                turn = course.take(page._rows)
                call = None if turn.then is None else course.call(turn.then)
                coming = None if call is None else fetcher.order(call)
                if turn.shown:
                    yield page
                if call is None or coming is None:
                    return
                page = RowPage(call, coming(), self._fetch)

    def __repr__(self) -> str:
        return _show(self._call, self._rows)


class _Fetcher(Generic[Row]):
    """Fetches pages when they are wanted, or in a thread of its own as soon as they are known."""

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

    def order(self, call: Call[RowList[Row]]) -> Callable[[], Rows[Row]]:
        """Order a page; calling the result gives it."""
        if self._pool:
            return self._pool.submit(self._fetch, call).result
        return partial(self._fetch, call)


class AsyncRowPage(Generic[Row]):
    """One page; `await` fetches it, `async for` goes through it and all that follow."""

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

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON of this page alone, as it came.

        Raises:
            RuntimeError: If the page was not awaited yet.
        """
        return self._rows.to_dict()

    def __await__(self) -> Generator[Any, None, Self]:
        """Fetch this page, unless that has been done."""
        return self.load().__await__()

    def __aiter__(self) -> AsyncIterator[Row]:
        """Go through the rows of this and all following pages."""
        return self.rows()

    async def rows(self, *, prefetch: bool = False) -> AsyncIterator[Row]:
        """Go through the rows; with `prefetch` the next page is fetched meanwhile, never two."""
        fresh = Fresh(self._call.operation)
        async with aclosing(self._pages(prefetch=prefetch)) as pages:
            async for page in pages:
                for row in fresh.of(page.data):
                    yield row

    def pages(self, *, prefetch: bool = False) -> AsyncIterator[AsyncRowPage[Row]]:
        """Go through this and all following pages; `prefetch` as in `rows`."""
        return self._pages(prefetch=prefetch)

    async def _pages(self, *, prefetch: bool) -> AsyncGenerator[AsyncRowPage[Row], None]:
        course, coming = Course(self._call), None
        page: AsyncRowPage[Row] = await self
        try:
            while True:
                turn = course.take(page._rows)
                page, shown = page._following(course, turn), page
                if prefetch and turn.then is not None:
                    from asyncio import create_task

                    coming = create_task(page.load())
                if turn.shown:
                    yield shown
                if turn.then is None:
                    return
                await (coming or page)
        finally:
            if coming is not None:
                coming.cancel()

    def _following(self, course: Course, turn: Turn) -> AsyncRowPage[Row]:
        call = self._call if turn.then is None else course.call(turn.then)
        return AsyncRowPage(call, self._fetch)

    def __repr__(self) -> str:
        return _show(self._call, self._fetched)

    @property
    def _rows(self) -> Rows[Row]:
        if self._fetched is None:
            raise RuntimeError("await the page, or go through it with `async for`, to get its rows")
        return self._fetched

    async def load(self) -> Self:
        """Fetch this page, unless that has been done."""
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
    """Go through all rows from a page on, fetching the next page while you work on this one.

    At most one page is fetched ahead, and none any more once you leave the loop.

    Args:
        page: What a list operation gave.

    Raises:
        TypeError: If the page comes from somewhere else.
    """
    if isinstance(page, RowPage | AsyncRowPage):
        return page.rows(prefetch=True)
    raise TypeError(f"a page of this client is expected, not {type(page).__name__}")
