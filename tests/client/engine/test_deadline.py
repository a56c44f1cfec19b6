"""How long a call may take."""

from cloud_marketplace._engine.deadline import CALL, Deadline
from cloud_marketplace.testing import FakeClock


def test_waiting_for_the_rate_extends_a_default_deadline_only() -> None:
    """Waiting for the rate limit is excused without a timeout, and counts if one was given."""
    clock = FakeClock()
    given, default = Deadline(clock, "read", 10.0), Deadline(clock, "read", None)
    clock.now += 4.0
    for deadline in (given, default):
        deadline.excuse(4.0)
    assert (given.left(), default.left()) == (6.0, CALL["read"])
    assert (given.elapsed(), default.elapsed()) == (4.0, 4.0)


def test_an_attempt_gets_what_is_left_up_to_the_bound_of_its_effect() -> None:
    """An attempt may take as long as its effect allows, and no longer than the call."""
    clock = FakeClock()
    deadline = Deadline(clock, "order", None)
    assert deadline.attempt() == 180.0
    clock.now += 250.0
    assert deadline.attempt() == 50.0
