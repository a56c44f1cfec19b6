"""How long an order can still have an effect, however the clocks are set."""

from typing import Any

import pytest
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.search.search_deadline import (
    LEAVING,
    UNSETTLED,
    SearchDeadline,
)

PLAN = Intent("s", "T-1", "1", "T-1", "d")


class Clocks:
    """A clock that moves forward, and the time of day."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.ahead = 1e9

    def deadline(self, given: float | None = None) -> SearchDeadline:
        """The deadline of a call that begins now."""
        return SearchDeadline(lambda: self.now, lambda: self.now + self.ahead, given)


@pytest.mark.parametrize("set_by", [0, 7200, -7200, 86_400, -86_400])
@pytest.mark.parametrize("given", [None, 1.0])
def test_the_clock_that_moves_forward_counts(set_by: float, given: float | None) -> None:
    """Neither setting the time of day nor a short timeout changes when an order is settled."""
    clocks = Clocks()
    sent = clocks.deadline(given).start(PLAN)
    clocks.now += 100
    clocks.ahead += set_by
    later = clocks.deadline(given)
    assert (sent.state, sent.attempts, sent.version) == (State.SENT, 1, 1)
    assert later.unsettled(sent) == UNSETTLED - 100
    clocks.now += UNSETTLED
    assert later.unsettled(sent) == 0


@pytest.mark.parametrize(
    "other", [{"clock_id": "another boot"}, {"sent_at": None}, {"sent_at": 1e6}]
)
@pytest.mark.parametrize(
    ("passed", "left"), [(100, 320), (400, 20), (500, 0), (-86_400, UNSETTLED)]
)
def test_the_time_of_day_counts_elsewhere(other: Any, passed: float, left: float) -> None:
    """After a restart of the machine the time of day counts, with a margin and a bound."""
    clocks = Clocks()
    sent = clocks.deadline().start(PLAN).moved(**other)
    clocks.ahead += passed
    later = clocks.deadline()
    assert later.unsettled(sent) == min(left, UNSETTLED)
    clocks.now += UNSETTLED
    assert later.unsettled(sent) == 0


def test_an_attempt_without_effect_is_settled() -> None:
    """An attempt that was refused is over at once."""
    assert Clocks().deadline().unsettled(PLAN.moved(state=State.SENT, until=0.0)) == 0


@pytest.mark.parametrize(
    ("moved", "set_by", "may"),
    [(0, 0, True), (LEAVING, 0, True), (LEAVING + 1, 0, False), (0, LEAVING + 1, False),
     (LEAVING + 1, -86_400, False)],
)  # fmt: skip
def test_the_last_moment_is_absolute(moved: float, set_by: float, may: bool) -> None:
    """An order may leave for a minute, by both clocks."""
    clocks = Clocks()
    may_leave = clocks.deadline().may_leave()
    clocks.now += moved
    clocks.ahead += set_by
    assert may_leave() is may


def test_a_call_has_the_time_that_it_was_given() -> None:
    """The time of a call ends, and is extended by ten seconds and a last search."""
    clocks = Clocks()
    deadline = clocks.deadline(5)
    assert (deadline.left(), deadline.within()) == (5, 5)
    clocks.now += 9
    assert (deadline.left(), deadline.elapsed()) == (0, 9)
    deadline.extend()
    assert deadline.left() == 11
    assert clocks.deadline().within() is None
