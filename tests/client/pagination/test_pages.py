"""Pages as users hold them, sync and async alike."""

import asyncio
import threading
from typing import Any

import httpx
import pytest
from cloud_marketplace import errors
from cloud_marketplace._pagination.pages import prefetched
from support.client import Service, page


class Collection:
    """A newest-first list that pages, and can grow while it is read."""

    def __init__(self, size: int, *, most: int = 500, grow: int = 0, shrink: int = 0) -> None:
        self.rows = [{"id": str(number), "type": "sales"} for number in range(size, 0, -1)]
        self.most = most
        self.grow = grow
        self.shrink = shrink
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond with a page."""
        query = request.url.params
        self.asked.append(str(query))
        offset, limit = int(query.get("offset", "0")), int(query.get("limit", "10"))
        limit = min(limit, self.most)
        rows = self.rows[offset : offset + limit]
        response = page(rows, offset, limit, len(self.rows))
        for _ in range(self.grow):
            self.rows.insert(0, {"id": str(len(self.rows) + 1), "type": "sales"})
        del self.rows[: self.shrink]
        return httpx.Response(200, json=response)


def go_through(collection: Any, **query: Any) -> list[str]:
    """Ids of all rows, read by both clients, which must agree."""
    service = Service([collection])
    with service.client() as mp:
        found = [row.id for row in mp.orders.list(**query)]
    if getattr(collection, "grow", 0) == getattr(collection, "shrink", 0) == 0:

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
    """Iterating a page gives all rows of the collection, each once, with any page size."""
    assert go_through(Collection(size), limit=10) == ids(size)
    assert go_through(Collection(size)) == ids(size)


def test_no_call_is_wasted() -> None:
    """The total ends the list: there is no call for an empty page after it."""
    collection = Collection(30)
    with Service([collection]).client() as mp:
        assert len(list(mp.orders.list(limit=10))) == 30
    assert collection.asked == ["limit=10", "limit=10&offset=10", "limit=10&offset=20"]


def test_a_server_that_gives_fewer_rows_loses_none() -> None:
    """A server that clamps the page size silently is followed by the rows received (D3)."""
    assert go_through(Collection(25, most=4), limit=10) == ids(25)


def test_rows_that_shift_are_not_repeated() -> None:
    """Rows that shift to the next page while new ones arrive are returned once (facts D6)."""
    found = go_through(Collection(25, grow=3), limit=10)
    assert len(found) == len(set(found))
    assert set(ids(25)) <= set(found)


def test_rows_that_vanish_take_no_others_along() -> None:
    """Removed rows shift the others while a list is read; none of those is skipped (D6)."""
    collection = Collection(60, shrink=2)
    found = go_through(collection, limit=10)
    assert len(found) == len(set(found))
    assert {row["id"] for row in collection.rows} <= set(found)
    assert found == sorted(found, key=int, reverse=True)


def test_a_server_that_ignores_the_offset_causes_an_error() -> None:
    """A list whose every page is the first one ends in an error, not in silence."""
    first = httpx.Response(200, json=page([{"id": "2"}, {"id": "1"}], 0, 2, 9))
    with (
        Service([first]).client() as mp,
        pytest.raises(errors.ResponseMismatch, match="does not page"),
    ):
        list(mp.orders.list(limit=2))


def test_a_list_that_never_ends_causes_an_error() -> None:
    """The same rows under a total that grows end in an error, for rows and pages, in both."""

    def serve(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params.get("offset", "0"))
        return httpx.Response(200, json=page([{"id": "2"}, {"id": "1"}], offset, 2, offset + 40))

    async def main(service: Service) -> None:
        async with service.async_client() as mp:
            with pytest.raises(errors.ResponseMismatch, match="does not end"):
                [row async for row in mp.orders.list()]

    service = Service([serve])
    with service.client() as mp:
        for iterator in (mp.orders.list(), mp.orders.list().pages(), prefetched(mp.orders.list())):
            with pytest.raises(errors.ResponseMismatch, match="does not end"):
                list(iterator)
    asyncio.run(main(service))
    assert len(service.requests) < 50


def test_it_continues_from_where_the_caller_began() -> None:
    """Iteration begins at the caller's offset and keeps the filters."""
    collection = Collection(25)
    assert go_through(collection, offset=20, limit=3, customer_id=7) == ids(25)[20:]
    assert collection.asked[1] == "customerId=7&offset=23&limit=3"


def test_a_page_shows_itself() -> None:
    """A page has its own rows and its position; its repr has operation and numbers."""
    with Service([Collection(25)]).client() as mp:
        found = mp.orders.list(limit=10)
        assert [row.id for row in found.data] == ids(25)[:10]
        assert (found.pagination.offset, found.pagination.total) == (0, 25)
        assert repr(found) == "<Page of orders.list: 10 rows of 25>"
        assert [len(part.data) for part in found.pages()] == [10, 10, 5]
        assert [len(part.data) for part in found.pages()] == [10, 10, 5]


def test_an_async_page_is_fetched_when_awaited() -> None:
    """An async page sends nothing until it is awaited or iterated, and then once."""
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


@pytest.mark.parametrize("size", [0, 10, 25])
def test_prefetched_rows_are_the_same(size: int) -> None:
    """Fetching ahead gives the same rows in the same order, in both clients."""

    async def main() -> list[str]:
        async with Service([Collection(size)]).async_client() as mp:
            return [row.id async for row in prefetched(mp.orders.list(limit=10))]

    with Service([Collection(size)]).client() as mp:
        found = [row.id for row in prefetched(mp.orders.list(limit=10))]
    assert found == asyncio.run(main()) == ids(size)


def test_one_page_is_fetched_ahead_and_no_more() -> None:
    """While the first rows are worked on, the second page is fetched and the third is not."""
    collection, second = Collection(50), threading.Event()

    def serve(request: httpx.Request) -> httpx.Response:
        response = collection(request)
        if len(collection.asked) == 2:
            second.set()
        return response

    with Service([serve]).client() as mp:
        rows: Any = prefetched(mp.orders.list(limit=10))
        assert next(rows).id == "50"
        assert second.wait(5)
        assert [next(rows).id for _ in range(9)] == ids(50)[1:10]
        assert len(collection.asked) == 2
        assert next(rows).id == "40"
        rows.close()


def test_an_async_page_is_fetched_ahead_and_no_more() -> None:
    """The asynchronous client fetches the second page meanwhile, and stops when left."""
    collection = Collection(50)

    async def main() -> None:
        async with Service([collection]).async_client() as mp:
            rows: Any = prefetched(mp.orders.list(limit=10))
            assert (await anext(rows)).id == "50"
            for _ in range(200):
                await asyncio.sleep(0)
            assert len(collection.asked) == 2
            await rows.aclose()
        assert len(collection.asked) == 2

    asyncio.run(main())


def test_an_error_ahead_comes_when_its_page_is_due() -> None:
    """A page fetched ahead that fails raises after the rows of the page before."""
    broken = httpx.Response(200, content=b"<html>")
    with Service([Collection(25), broken]).client() as mp:
        rows = prefetched(mp.orders.list(limit=10))
        assert [next(rows).id for _ in range(10)] == ids(25)[:10]
        with pytest.raises(errors.ResponseMismatch):
            next(rows)


def test_only_pages_of_the_client_are_prefetched() -> None:
    """Anything else is refused with a TypeError."""
    with pytest.raises(TypeError, match="a page of this client"):
        prefetched([])  # the point
