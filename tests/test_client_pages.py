"""Pages as users hold them, sync and async alike."""

import asyncio
from typing import Any

import httpx
import pytest
from client_support import Service, page
from cloud_marketplace import errors


class Collection:
    """A newest-first list that pages, and can grow while it is read."""

    def __init__(self, size: int, *, most: int = 500, grow: int = 0) -> None:
        self.rows = [{"id": str(number), "type": "sales"} for number in range(size, 0, -1)]
        self.most = most
        self.grow = grow
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer with a page."""
        query = request.url.params
        self.asked.append(str(query))
        offset, limit = int(query.get("offset", "0")), int(query.get("limit", "10"))
        limit = min(limit, self.most)
        rows = self.rows[offset : offset + limit]
        answer = page(rows, offset, limit, len(self.rows))
        for _ in range(self.grow):
            self.rows.insert(0, {"id": str(len(self.rows) + 1), "type": "sales"})
        return httpx.Response(200, json=answer)


def go_through(collection: Any, **query: Any) -> list[str]:
    """Ids of all rows, read by both clients, which must agree."""
    service = Service([collection])
    with service.client() as mp:
        found = [row.id for row in mp.orders.list(**query)]
    if getattr(collection, "grow", 0) == 0:

        async def main() -> list[str]:
            async with service.async_client() as mp:
                return [row.id async for row in mp.orders.list(**query)]

        assert asyncio.run(main()) == found
    return found


def ids(size: int) -> list[str]:
    """Ids of a collection, newest first."""
    return [str(number) for number in range(size, 0, -1)]


@pytest.mark.parametrize("size", [0, 1, 10, 11, 25, 30])
def test_every_row_comes_once(size: int) -> None:
    """Going through a page gives all rows of the collection, each once, whatever the size."""
    assert go_through(Collection(size), limit=10) == ids(size)
    assert go_through(Collection(size)) == ids(size)


def test_no_call_is_wasted() -> None:
    """The total tells the last page: there is no call for an empty page after it."""
    collection = Collection(30)
    with Service([collection]).client() as mp:
        assert len(list(mp.orders.list(limit=10))) == 30
    assert collection.asked == ["limit=10", "limit=10&offset=10", "limit=10&offset=20"]


def test_a_server_that_gives_fewer_rows_loses_none() -> None:
    """A server that clamps the page size silently is followed by the rows received (D3)."""
    assert go_through(Collection(25, most=4), limit=10) == ids(25)


def test_rows_that_shift_are_not_repeated() -> None:
    """Rows that shift to the next page while new ones arrive come once (facts D6)."""
    found = go_through(Collection(25, grow=3), limit=10)
    assert len(found) == len(set(found))
    assert set(ids(25)) <= set(found)


def test_it_goes_on_from_where_the_caller_began() -> None:
    """An offset of the caller is where going on begins, and the filters stay."""
    collection = Collection(25)
    assert go_through(collection, offset=20, limit=3, customer_id=7) == ids(25)[20:]
    assert collection.asked[1] == "customerId=7&offset=23&limit=3"


def test_a_page_shows_itself() -> None:
    """A page gives its own rows and its place; its repr tells operation and numbers."""
    with Service([Collection(25)]).client() as mp:
        found = mp.orders.list(limit=10)
        assert [row.id for row in found.data] == ids(25)[:10]
        assert (found.pagination.offset, found.pagination.total) == (0, 25)
        assert repr(found) == "<Page of orders.list: 10 rows of 25>"
        assert [len(part.data) for part in found.pages()] == [10, 10, 5]
        assert [len(part.data) for part in found.pages()] == [10, 10, 5]


def test_an_async_page_is_fetched_when_awaited() -> None:
    """An async page sends nothing until it is awaited or gone through, and then once."""
    collection = Collection(25)

    async def main() -> None:
        async with Service([collection]).async_client() as mp:
            found = mp.orders.list(limit=10)
            assert repr(found) == "<Page of orders.list, not fetched yet>"
            with pytest.raises(RuntimeError, match="await"):
                _ = found.data
            with pytest.raises(RuntimeError, match="await"):
                _ = found.pagination
            assert collection.asked == []
            assert await found is await found is found
            assert (len(found.data), found.pagination.total) == (10, 25)
            assert len(collection.asked) == 1
            assert [len(part.data) async for part in found.pages()] == [10, 10, 5]
            assert len(collection.asked) == 3

    asyncio.run(main())


def test_a_broken_page_ends_the_reading() -> None:
    """An error on a later page is raised there: a list is never cut short in silence."""
    with Service([Collection(25), httpx.Response(200, content=b"<html>")]).client() as mp:
        rows = iter(mp.orders.list(limit=10))
        assert [next(rows).id for _ in range(10)] == ids(25)[:10]
        with pytest.raises(errors.ResponseMismatch):
            next(rows)
