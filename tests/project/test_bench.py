"""The benchmark compares like with like."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench import reading, samples

ROWS = 3


def as_text(value: Any) -> str:
    """A value as every contender must give it: enumerations, dates and text alike."""
    value = getattr(value, "value", value)
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else str(value)


@pytest.mark.parametrize("name", reading.PATHS)
def test_every_contender_reads_the_same(name: str) -> None:
    """All contenders give the same identifiers, states and amounts for the same page."""
    data = samples.page(reading.PATHS[name], ROWS)
    expected = json.loads(data)["data"]
    money = {"Order": "total", "Subscription": "totalPrice"}[name]
    with reading.contenders(name) as known:
        for one in known:
            rows = one.read(data)
            held = "total_price" if one.snake and name == "Subscription" else money
            assert [row.id for row in rows] == [row["id"] for row in expected], one.name
            assert [as_text(row.status) for row in rows] == [row["status"] for row in expected]
            amounts = [getattr(row, held).amount for row in rows]
            assert amounts == [row[money]["amount"] for row in expected]


@pytest.mark.parametrize("name", reading.PATHS)
def test_everything_is_everything(name: str) -> None:
    """Going through a row reaches as many values in each contender's models."""
    data = samples.page(reading.PATHS[name], 1)
    with reading.contenders(name) as known:
        sizes = {one.name: len(one.fields[type(one.read(data)[0])]) for one in known}
        assert len(set(sizes.values())) == 1, sizes
        for one in known:
            for row in one.read(data):
                reading.handful(name, snake=one.snake)(row)
                reading.everything(one.fields)(row)


def test_rows_differ_as_real_ones_do() -> None:
    """Identifiers, amounts, names and times vary from row to row; words of a few do not."""
    first, second = samples.rows("/orders/{id}", 2)
    assert first["id"] != second["id"]
    assert first["total"]["amount"] != second["total"]["amount"]
    assert first["creationDate"] != second["creationDate"]
    assert first["status"] == second["status"]


def test_times_are_medians_of_all_rounds() -> None:
    """Each action is done so many times, by turns, and its median is given in milliseconds."""
    done: list[str] = []
    ticks = iter([0.0, 1.0, 0.0, 2.0, 0.0, 3.0, 0.0, 5.0, 0.0, 8.0, 0.0, 2.0])
    spent = reading.timed(
        {"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 3, lambda: next(ticks)
    )
    assert done == ["a", "b"] * 3
    assert spent == {"a": 3000.0, "b": 2000.0}
