"""Progress of long work: how often a line is printed, and what it says."""

from __future__ import annotations

import io

import pytest
from cloud_marketplace.testing import FakeClock
from marketplace_contracts.report.progress import ProgressLines


def lines(*, watched: bool | None, steps: int, seconds: float, total: int = 10) -> list[str]:
    """Return what is printed while some steps are done."""
    clock, screen = FakeClock(), io.StringIO()
    progress = ProgressLines(watched=watched, clock=clock, screen=screen)
    for done in range(1, steps + 1):
        clock.now += seconds
        progress.show(f"step-{done}", done, total, "steps", "2 findings")
    return screen.getvalue().splitlines()


def test_a_line_has_a_total_and_an_estimate() -> None:
    """A line has the number done, the total, and the remaining time at this speed."""
    found = lines(watched=True, steps=5, seconds=3.0)
    assert found[-1] == "  step-5: 5 of 10 steps, 2 findings after 15 s, about 15 s left"
    assert len(found) == 5


@pytest.mark.parametrize("watched", [False, None])
def test_elsewhere_a_line_a_minute_is_enough(watched: bool | None) -> None:
    """What is no terminal gets nothing of short work, and one line a minute of long work."""
    assert lines(watched=watched, steps=6, seconds=9.0) == []
    assert len(lines(watched=watched, steps=8, seconds=20.0)) == 2


def test_on_a_terminal_lines_do_not_follow_faster_than_they_can_be_read() -> None:
    """Steps of half a second have a line every two seconds."""
    assert len(lines(watched=True, steps=9, seconds=0.5)) == 2


def test_without_a_total_there_is_no_estimate() -> None:
    """While it is not known how much there is to do, a line names the latest step."""
    assert lines(watched=True, steps=1, seconds=3.0, total=0) == ["  step-1: 2 findings after 3 s"]


def test_a_screen_that_is_gone_stops_nothing() -> None:
    """Work continues when the reader of its progress has gone."""

    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(text)

    clock = FakeClock()
    progress = ProgressLines(watched=True, clock=clock, screen=Gone())
    clock.now += 9.0
    progress.show("step", 1, 2, "steps")
