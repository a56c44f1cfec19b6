"""How to go on from page to page, without any page fetched."""

from dataclasses import replace
from typing import Any

import pytest
from cloud_marketplace import errors
from cloud_marketplace._pagination.cursor import Course, Fresh, Rows, Turn, rows_of
from cloud_marketplace_api.api.orders import orders_list
from cloud_marketplace_api.api.products import products_list
from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import OPERATIONS
from support.client import page

ORDERS: Call[Any] = orders_list.call(limit=10, customer_id=7)


def answered(value: Any, call: Call[Any] = ORDERS) -> Rows[Any]:
    """Rows of an answer."""
    return rows_of(call).read(value)


def rows(*ids: int, offset: int = 0, total: int | None = None) -> Rows[Any]:
    """Rows of an answer with these ids."""
    return answered(page([{"id": str(i)} for i in ids], offset, total=total))


def test_the_next_page_begins_after_the_rows_received() -> None:
    """A server that gives 3 rows where 10 were asked for is asked for the fourth next (D3)."""
    course = Course(ORDERS)
    assert course.take(rows(1, 2, 3, total=25)) == Turn(shown=True, then=3)
    assert course.call(3).query == {"customerId": "7", "limit": "10", "offset": "3"}
    assert course.take(rows(4, 5, offset=3, total=25)) == Turn(shown=True, then=5)
    assert ORDERS.query == {"customerId": "7", "limit": "10"}


def test_the_last_page_is_told_by_the_total() -> None:
    """There is no next page once the offset reaches the total."""
    call = replace(ORDERS, query={"offset": "20", "limit": "10"})
    assert Course(call).take(rows(*range(5), offset=20, total=25)).then is None
    assert Course(call).take(rows(*range(5), offset=20, total=26)).then == 25


def test_a_total_below_the_rows_of_its_page_ends_nothing() -> None:
    """A total that the page itself belies is not believed: it goes on to an empty page."""
    course = Course(ORDERS)
    assert course.take(rows(*range(10), total=5)).then == 10
    assert course.take(rows(*range(10, 20), total=25)).then == 20


def test_an_empty_page_before_the_total_is_asked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An empty page too early is asked for once more, then it ends the list, with a warning."""
    course = Course(ORDERS)
    course.take(rows(*range(10), total=25))
    assert course.take(rows(total=25)).then == 10
    assert course.take(rows(*range(10, 20), total=25)).then == 20
    assert course.take(rows(total=25)).then == 20
    assert caplog.records == []
    assert course.take(rows(total=25)).then is None
    assert "orders.list ended after row 20 of 25" in caplog.text


def test_an_empty_list_is_asked_for_once() -> None:
    """A list of no rows ends at once."""
    assert Course(ORDERS).take(rows(total=0)) == Turn(shown=True, then=None)


@pytest.mark.parametrize("pagination", [None, {}, {"total": None}, {"total": "25"}, {"total": -1}])
def test_without_a_total_an_empty_page_ends_it(pagination: Any) -> None:
    """Where the total is missing or unreadable it goes on until an empty page (facts D10)."""
    some = answered({"data": [{"id": "1"}], "pagination": pagination})
    assert some.total is None
    course = Course(ORDERS)
    assert course.take(some).then == 1
    assert course.take(answered({"data": [], "pagination": pagination})).then is None


def test_a_server_that_does_not_page_is_left() -> None:
    """Without a total the same page twice ends it, so that nobody goes round for ever."""
    course = Course(ORDERS)
    some, same = (answered({"data": [{"id": "1"}, {"id": "2"}]}) for _ in range(2))
    assert course.take(some).then == 2
    assert course.take(same).then is None


def test_the_same_page_again_is_an_error_where_rows_are_missing() -> None:
    """A server that ignores the offset and claims more rows is told, not believed."""
    course = Course(ORDERS)
    course.take(rows(2, 1, total=25))
    with pytest.raises(errors.ResponseMismatch, match="the one before, again"):
        course.take(rows(2, 1, total=25))


def test_as_many_new_rows_as_a_page_holds_are_no_error() -> None:
    """The same page again is right when the list has grown by just so many rows (facts D6)."""
    course = Course(ORDERS)
    course.take(rows(2, 1, total=25))
    assert course.take(rows(2, 1, total=27)).then == 4


def test_rows_that_vanish_are_followed() -> None:
    """A total that drops by 3 makes it ask for the page again from 3 rows further up."""
    course = Course(ORDERS)
    course.take(rows(*range(10), total=30))
    assert course.take(rows(*range(13, 23), total=27)) == Turn(shown=False, then=4)
    assert course.take(rows(*range(7, 17), total=27)) == Turn(shown=True, then=14)


def test_the_way_back_has_an_end() -> None:
    """A total that jumps up and down at each page is not followed for ever."""
    call = replace(ORDERS, query={"limit": "1"})
    course, shown, turn = Course(call), 0, Turn(shown=True, then=0)
    for number in range(2000):
        turn = course.take(rows(turn.then or 0, number, total=100 - 40 * (number % 2)))
        shown += turn.shown
        if turn.then is None:
            break
    assert turn.then is None
    assert shown > 10


def test_who_gave_no_limit_gets_large_pages_on_going_on() -> None:
    """The following pages are as large as is known to work: calls are counted (facts B1, D3)."""
    call: Call[Any] = orders_list.call()
    assert "limit" not in call.query
    assert Course(call).call(10).query == {"offset": "10", "limit": "500"}


def test_null_is_an_empty_collection() -> None:
    """Null in place of the rows is an empty page, as old versions wrote it (facts D7)."""
    assert answered({"data": None, "pagination": {"offset": 0, "limit": 10, "total": 0}}).data == []


@pytest.mark.parametrize("value", [{}, {"data": "x"}, {"data": {}}, {"message": "failed"}])
def test_an_answer_without_rows_is_no_empty_page(value: Any) -> None:
    """An answer that has no list of rows can't be read; it is not taken for an empty list."""
    with pytest.raises(TypeError, match="no list of rows"):
        answered(value)


def test_a_row_that_came_before_is_left_out() -> None:
    """Rows of a sorted list are told apart by id, even when they changed meanwhile (facts D6)."""
    fresh = Fresh(OPERATIONS["orders.list"])
    first = answered(page([{"id": "2", "status": "submitted"}, {"id": "1"}]))
    second = answered(page([{"id": "2", "status": "completed"}, {"id": "0"}]))
    given = [row.id for part in (first, second) for row in fresh.of(part.data)]
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
    found = answered(page(listed), products_list.call())
    given = list(Fresh(OPERATIONS["products.list"]).of(found.data))
    assert [row.to_dict() for row in given] == [listed[0], listed[1], listed[3], listed[4]]
