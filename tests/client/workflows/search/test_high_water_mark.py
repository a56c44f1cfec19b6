"""Which orders are new since a moment: by their ids, and by dates only with a margin."""

from typing import Any

import pytest
from cloud_marketplace import errors
from cloud_marketplace._workflows.search.high_water_mark import PAGE, HighWaterMark, NewestRows
from cloud_marketplace.models import OrderSummary


def row(number: int | str, minute: Any = None) -> OrderSummary:
    """A row of the list; minutes count from a day."""
    shown: dict[str, Any] = {"id": str(number)}
    if minute is not None:
        day, rest = divmod(minute, 1440)
        shown["creationDate"] = f"2026-11-{day + 2:02}T{rest // 60:02}:{rest % 60:02}:00Z"
    return OrderSummary.from_dict(shown)


def read(mark: HighWaterMark | None, rows: list[OrderSummary]) -> tuple[list[str], int]:
    """The ids that are selected, and how many rows were read."""
    reading, selected = NewestRows(mark), list[str]()
    for count, each in enumerate(rows, 1):
        wanted = reading.judge(each)
        if wanted is None:
            return selected, count
        if wanted:
            selected.append(str(each.id))
    return selected, len(rows)


def test_orders_that_were_there_are_not_new() -> None:
    """With any dates, an order is new if its id was not there."""
    mark = HighWaterMark.read(HighWaterMark.of([row(3, 5), row(2, 5), row(1, 4)]).text())
    rows = [row(3, 5), row(1, 4), row(0, 5), row(9, 6), row(8, 0), row(7)]
    assert [mark.is_new(each) for each in rows] == [False, False, True, True, True, True]
    assert HighWaterMark.of([]).is_new(row(1, 0))


def test_orders_far_before_the_known_ones_are_old() -> None:
    """If only the newest orders were seen, orders an hour before the oldest of them are old."""
    mark = HighWaterMark.of([row(3, 500), row(2, 400)], whole=False)
    mark = HighWaterMark.read(mark.text())
    assert [mark.is_new(row(1, minute)) for minute in (339, 341, 450, 9000)] == [
        False,
        True,
        True,
        True,
    ]
    assert mark.is_new(row(1))


@pytest.mark.parametrize("newest", ["2026-11-02T08:00:00+00:00", "2026-11-02T08:00:00"])
def test_marks_of_the_first_version_are_read(newest: str) -> None:
    """An old mark has only the newest moment; a margin is subtracted from it."""
    mark = HighWaterMark.read(f'{{"newest": "{newest}", "known": ["3"]}}')
    assert [mark.is_new(each) for each in (row(3, 480), row(2, 419), row(4, 421))] == [
        False,
        False,
        True,
    ]
    assert HighWaterMark.read('{"newest": null, "known": []}').is_new(row(1, 0))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"known": 7, "since": null}', '{"since": "x"}'])
def test_a_damaged_mark_is_reported(text: str) -> None:
    """A mark that can't be read is a ValueError, not an empty mark."""
    with pytest.raises(ValueError):  # noqa: PT011 - of json too
        HighWaterMark.read(text)


def test_a_short_list_is_read_to_its_end() -> None:
    """All orders of most customers are on one page."""
    reading = NewestRows()
    assert all(reading.judge(row(number, 500 - number)) for number in range(PAGE))
    assert reading.whole


def test_a_long_list_that_is_newest_first_is_read_as_far_as_needed() -> None:
    """The newest page is enough for a mark, and old rows end a search."""
    rows = [row(number, 8000 - number * 5) for number in range(PAGE + 100)]
    selected, count = read(None, rows)
    assert (len(selected), count) == (PAGE, PAGE + 1)
    mark = HighWaterMark.of(rows[:PAGE], whole=False)
    selected, count = read(mark, [row("new", 8001), *rows])
    assert selected[0] == "new"
    assert count < len(rows)


def test_a_long_list_in_another_order_is_read_to_its_end() -> None:
    """If rows are not newest first, a new one can be the last one."""
    rows = [row(number, number * 10) for number in range(PAGE + 200)]
    assert read(None, rows) == ([str(each.id) for each in rows], len(rows))
    mark = HighWaterMark.of(rows)
    assert read(mark, [*rows, row("new", 8000)])[0] == ["new"]


def test_a_list_without_end_is_an_error_of_the_tree() -> None:
    """The number of rows that are read has a bound."""
    reading = NewestRows()
    with pytest.raises(errors.ResponseMismatch, match="no end"):
        list(map(reading.judge, map(row, range(100_000))))
