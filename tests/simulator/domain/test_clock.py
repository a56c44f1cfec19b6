"""The simulator's own time."""

from datetime import timedelta

import pytest
from marketplace_contracts.simulator.domain.clock import (
    END,
    START,
    Clock,
    error_timestamp,
    timestamp,
)


def test_stands_still_until_advanced() -> None:
    """A clock that is not in real time begins at a fixed moment and stays there."""
    clock = Clock()
    assert clock.now() == clock.now() == START


def test_advances_by_seconds() -> None:
    """Moving the clock returns the new moment and lasts."""
    clock = Clock()
    assert clock.advance(90.5) == START + timedelta(seconds=90.5)
    assert clock.now() == START + timedelta(seconds=90.5)


def test_real_time_adds_to_what_was_advanced() -> None:
    """In real time elapsed seconds count, and so does moving the clock."""
    elapsed = iter([100.0, 103.0, 103.0, 103.0])
    clock = Clock(realtime=True, monotonic=lambda: next(elapsed))
    assert clock.now() == START + timedelta(seconds=3)
    assert clock.advance(10) == START + timedelta(seconds=13)


@pytest.mark.parametrize("seconds", [-1, float("nan"), (END - START).total_seconds() + 1])
def test_refuses_to_go_back_or_too_far(seconds: float) -> None:
    """Time never runs back, and has an end, so that renewals do not continue for ever."""
    with pytest.raises(ValueError, match="clock"):
        Clock().advance(seconds)


def test_timestamps_of_objects_and_errors_differ() -> None:
    """Objects have whole seconds and Z (facts E13), errors milliseconds and an offset (C3)."""
    moment = START + timedelta(milliseconds=223)
    assert timestamp(moment) == "2026-11-02T08:00:00Z"
    assert error_timestamp(moment) == "2026-11-02T08:00:00.223+00:00"
