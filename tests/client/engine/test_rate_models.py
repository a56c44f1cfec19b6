"""The limiter fits services that count in other ways than the simulator does."""

import pytest
from cloud_marketplace._config.rate import Rate
from support.rate.models import FixedWindow, Process, SlidingWindow, TokenBucket, World

SERVICES = [FixedWindow, SlidingWindow, TokenBucket]
MINUTE = 60.0


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("width", [1, 10])
@pytest.mark.parametrize("rate", ["60/min", None])
def test_one_process_uses_the_rate(
    service: type[FixedWindow | SlidingWindow | TokenBucket], width: int, rate: str | None
) -> None:
    """However the service counts, a process uses the rate and is hardly ever rejected."""
    process = Process(rate, width)
    World(service(Rate(60)), [process]).run(20 * MINUTE)
    assert len(process.accepted) >= 0.95 * 20 * 60
    # A bucket that is never empty shows no window that could be learned.
    allowed = 0.13 if rate is None and service is TokenBucket else 0.02
    assert len(process.rejected) <= allowed * len(process.accepted)


SHARED = [
    (FixedWindow, "60/min", 0.05),
    (SlidingWindow, "60/min", 0.05),
    (TokenBucket, "60/min", 0.09),
    (FixedWindow, None, 0.05),
    # These show no window that could be learned: state the rate.
    (SlidingWindow, None, 0.2),
    (TokenBucket, None, 0.12),
]


@pytest.mark.parametrize(("service", "rate", "refused"), SHARED)
@pytest.mark.parametrize("width", [1, 10])
def test_two_processes_share_a_rate(
    service: type[FixedWindow | SlidingWindow | TokenBucket],
    rate: str | None,
    refused: float,
    width: int,
) -> None:
    """Two processes together use the rate; soon after one ends, the other has all of it."""
    first = Process(rate, width, end=10 * MINUTE)
    second = Process(rate, width, start=20.0)
    World(service(Rate(60)), [first, second]).run(20 * MINUTE)
    together = [each for process in (first, second) for each in process.accepted]
    assert sum(each < 10 * MINUTE for each in together) >= 0.9 * 600
    assert sum(12 * MINUTE <= each < 14 * MINUTE for each in second.accepted) >= 0.95 * 120
    rejected = sum(each < 10 * MINUTE for each in (*first.rejected, *second.rejected))
    assert rejected <= refused * 600


@pytest.mark.parametrize(("calls", "seconds"), [(100, 30), (50, 10), (20, 5)])
def test_a_shorter_window_is_learned(calls: int, seconds: int) -> None:
    """Without a stated rate a window shorter than a minute is used, too."""
    process = Process(None, width=10)
    World(FixedWindow(Rate(calls, seconds)), [process]).run(20 * MINUTE)
    assert len(process.accepted) >= 0.6 * 20 * MINUTE / seconds * calls
