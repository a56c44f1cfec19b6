"""Moving from page to page, without fetching a page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cloud_marketplace import errors
from cloud_marketplace._pagination.cursor import Cursor, Deduplicator, NextPage, Rows, rows_of
from cloud_marketplace_api.api.orders import orders_list
from cloud_marketplace_api.api.products import products_list
from cloud_marketplace_api.api.reports import reports_list
from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import OPERATIONS
from support.client import page

ORDERS: Call[Any] = orders_list.call(limit=10, customer_id=7)


def response(value: Any, call: Call[Any] = ORDERS) -> Rows[Any]:
    """Rows of a response."""
    return rows_of(call).read(value)


def rows(*ids: int, offset: int = 0, total: int | None = None) -> Rows[Any]:
    """Rows of a response with these ids."""
    return response(page([{"id": str(i)} for i in ids], offset, total=total))


def test_the_next_page_begins_after_the_rows_received() -> None:
    """After 3 rows where 10 were requested, the next page begins at the fourth (D3)."""
    cursor = Cursor(ORDERS)
    assert cursor.advance(rows(1, 2, 3, total=25)) == NextPage(shown=True, offset=3)
    assert cursor.call(3).query == {"customerId": "7", "limit": "10", "offset": "3"}
    assert cursor.advance(rows(4, 5, offset=3, total=25)) == NextPage(shown=True, offset=5)
    assert ORDERS.query == {"customerId": "7", "limit": "10"}


def test_the_total_ends_the_list() -> None:
    """There is no next page once the offset reaches the total."""
    call = replace(ORDERS, query={"offset": "20", "limit": "10"})
    assert Cursor(call).advance(rows(*range(5), offset=20, total=25)).offset is None
    assert Cursor(call).advance(rows(*range(5), offset=20, total=26)).offset == 25


def test_a_total_below_the_rows_of_its_page_ends_nothing() -> None:
    """A total below the rows of its page is ignored: reading continues to an empty page."""
    cursor = Cursor(ORDERS)
    assert cursor.advance(rows(*range(10), total=5)).offset == 10
    assert cursor.advance(rows(*range(10, 20), total=25)).offset == 20


def test_an_empty_page_before_the_total_is_asked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An early empty page is fetched once more, then it ends the list, with a warning."""
    cursor = Cursor(ORDERS)
    cursor.advance(rows(*range(10), total=25))
    assert cursor.advance(rows(total=25)).offset == 10
    assert cursor.advance(rows(*range(10, 20), total=25)).offset == 20
    assert cursor.advance(rows(total=25)).offset == 20
    assert caplog.records == []
    assert cursor.advance(rows(total=25)).offset is None
    assert "orders.list ended after row 20 of 25" in caplog.text


def test_an_empty_list_is_asked_for_once() -> None:
    """A list of no rows ends at once."""
    assert Cursor(ORDERS).advance(rows(total=0)) == NextPage(shown=True, offset=None)


@pytest.mark.parametrize("pagination", [None, {}, {"total": None}, {"total": "25"}, {"total": -1}])
def test_without_a_total_an_empty_page_ends_it(pagination: Any) -> None:
    """If the total is missing or unreadable, reading continues to an empty page (facts D10)."""
    some = response({"data": [{"id": "1"}], "pagination": pagination})
    assert some.total is None
    cursor = Cursor(ORDERS)
    assert cursor.advance(some).offset == 1
    assert cursor.advance(response({"data": [], "pagination": pagination})).offset is None


def test_a_server_that_does_not_page_is_left() -> None:
    """Without a total, the same page twice ends the list, so that no reading is endless."""
    cursor = Cursor(ORDERS)
    some, same = (response({"data": [{"id": "1"}, {"id": "2"}]}) for _ in range(2))
    assert cursor.advance(some).offset == 2
    assert cursor.advance(same).offset is None


def test_the_same_page_again_is_an_error_where_rows_are_missing() -> None:
    """A server that ignores the offset and claims more rows causes an error."""
    cursor = Cursor(ORDERS)
    cursor.advance(rows(2, 1, total=25))
    with pytest.raises(errors.ResponseMismatch, match="repeats the one before"):
        cursor.advance(rows(2, 1, total=25))


@pytest.mark.parametrize("offset", [0, 25, 26])
def test_nothing_is_fetched_at_the_total(offset: int) -> None:
    """An empty page at the total or beyond is the end: it is not fetched again."""
    call = replace(ORDERS, query={"offset": str(offset)})
    following = Cursor(call).advance(rows(offset=offset, total=min(offset, 25)))
    assert following == NextPage(shown=True, offset=None)


def pages_until_error(make: Callable[[int, int], Rows[Any]], call: Call[Any] = ORDERS) -> int:
    """Fetch pages, made from their number and offset, until the cursor refuses to continue."""
    cursor, offset = Cursor(call), 0
    for number in range(100_000):
        try:
            following = cursor.advance(make(number, offset))
        except errors.ResponseMismatch:
            return number
        assert following.offset is not None, "the list ended in silence"
        offset = following.offset
    return -1


@pytest.mark.parametrize("growth", [2, 3, 50])
@pytest.mark.parametrize("total", [5, 25, 10**12, 10**400])
@pytest.mark.parametrize("cycle", [1, 2, 7])
def test_pages_that_are_repeated_end_a_growing_list(growth: int, total: int, cycle: int) -> None:
    """A list that repeats its pages while its total grows is an error after a few pages."""
    assert (
        0
        < pages_until_error(
            lambda n, _: rows(2 * (n % cycle), 2 * (n % cycle) + 1, total=total + n * growth)
        )
        < 100
    )


@pytest.mark.parametrize("call", [ORDERS, products_list.call()])
def test_rows_without_ids_that_are_repeated_end_a_growing_list(call: Call[Any]) -> None:
    """The same for rows without an id."""
    assert (
        0
        < pages_until_error(
            lambda n, _: response(page([{"name": str(n % 3)}], total=100 + n), call), call
        )
        < 100
    )


def test_a_total_that_runs_away_ends_a_list() -> None:
    """A list of ever new rows whose total stays ahead is an error once it has doubled."""
    made = pages_until_error(lambda n, at: rows(*range(at, at + 10), total=200 + 10 * n))
    assert 200 / 10 <= made <= 2 * 200 / 10 + 22


def test_a_list_that_grows_by_half_is_read() -> None:
    """Rows that are added while a list is read are not an error."""
    cursor, offset, number = Cursor(ORDERS), 0, 0
    while offset is not None:
        last = min(offset + 10, 200 + number * 5)
        offset = cursor.advance(rows(*range(offset, last), total=200 + number * 5)).offset
        number += 1
    assert number > 20


def test_a_list_without_paging_is_one_page() -> None:
    """Where the service ignores offset and limit the first page is the whole list (facts D8)."""
    call: Call[Any] = reports_list.call()
    found = response(page([{"id": "1"}], total=5), call)
    assert Cursor(call).advance(found) == NextPage(shown=True, offset=None)


def test_as_many_new_rows_as_a_page_holds_are_no_error() -> None:
    """The same page again is right when the list has grown by just so many rows (facts D6)."""
    cursor = Cursor(ORDERS)
    cursor.advance(rows(2, 1, total=25))
    assert cursor.advance(rows(2, 1, total=27)).offset == 4


def test_rows_that_vanish_are_followed() -> None:
    """A total that drops by 3 makes it fetch the page again from 3 rows earlier."""
    cursor = Cursor(ORDERS)
    cursor.advance(rows(*range(10), total=30))
    assert cursor.advance(rows(*range(13, 23), total=27)) == NextPage(shown=False, offset=4)
    assert cursor.advance(rows(*range(7, 17), total=27)) == NextPage(shown=True, offset=14)


def test_the_way_back_has_an_end() -> None:
    """A total that jumps up and down at each page is not followed for ever."""
    call = replace(ORDERS, query={"limit": "1"})
    cursor, shown = Cursor(call), 0
    following = NextPage(shown=True, offset=0)
    for number in range(2000):
        following = cursor.advance(
            rows(following.offset or 0, number, total=100 - 40 * (number % 2))
        )
        shown += following.shown
        if following.offset is None:
            break
    assert following.offset is None
    assert shown > 10


def test_without_a_limit_later_pages_are_large() -> None:
    """Later pages have the maximum size: the service limits requests, not rows (facts B1, D3)."""
    call: Call[Any] = orders_list.call()
    assert "limit" not in call.query
    assert Cursor(call).call(10).query == {"offset": "10", "limit": "500"}


def test_null_is_an_empty_collection() -> None:
    """Null in place of the rows is an empty page, as in old versions (facts D7)."""
    assert response({"data": None, "pagination": {"offset": 0, "limit": 10, "total": 0}}).data == []


@pytest.mark.parametrize("value", [{}, {"data": "x"}, {"data": {}}, {"message": "failed"}])
def test_a_response_without_rows_is_not_an_empty_page(value: Any) -> None:
    """A response that has no list of rows can't be read; it does not count as an empty list."""
    with pytest.raises(TypeError, match="no list of rows"):
        response(value)


def test_a_row_is_returned_once() -> None:
    """Rows of a sorted list are known by their id, even when they changed meanwhile (facts D6)."""
    deduplicator = Deduplicator(OPERATIONS["orders.list"])
    first = response(page([{"id": "2", "status": "submitted"}, {"id": "1"}]))
    second = response(page([{"id": "2", "status": "completed"}, {"id": "0"}]))
    given = [row.id for part in (first, second) for row in deduplicator.new_rows(part.data)]
    assert given == ["2", "1", "0"]


def test_products_that_share_a_number_all_come() -> None:
    """Catalogue rows may share part number or id and differ in their period: none is lost (E4)."""
    year, month = ({"type": kind, "duration": 1} for kind in ("year", "month"))
    listed = [
        {"mpn": "A", "id": "1", "billingPeriod": year},
        {"mpn": "A", "id": "1", "billingPeriod": month},
        {"mpn": "A", "id": "1", "billingPeriod": year},
        {"mpn": "A"},
        {"mpn": "A"},
    ]
    found = response(page(listed), products_list.call())
    given = list(Deduplicator(OPERATIONS["products.list"]).new_rows(found.data))
    assert [row.to_dict() for row in given] == [listed[0], listed[1], listed[3], listed[4]]
