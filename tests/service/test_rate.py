"""Our own calls stay below a rate, evenly."""

from marketplace_contracts.service.rate import Limiter


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        """The present moment."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


def test_calls_leave_evenly() -> None:
    """Thirty calls a minute leave two seconds apart; the first one leaves at once."""
    time = Time()
    limiter = Limiter(30, time.now, time.sleep)
    moments = []
    for _ in range(4):
        limiter.wait()
        moments.append(time.seconds)
    assert moments == [0, 2, 4, 6]


def test_a_pause_is_not_saved_up() -> None:
    """An idle client has no burst left."""
    time = Time()
    limiter = Limiter(60, time.now, time.sleep)
    limiter.wait()
    time.seconds = 10
    for _ in range(3):
        limiter.wait()
    assert time.seconds == 12


def test_without_a_rate_nothing_waits() -> None:
    """Without a rate all calls leave at once."""
    time = Time()
    limiter = Limiter(None, time.now, time.sleep)
    for _ in range(100):
        limiter.wait()
    assert time.seconds == 0
