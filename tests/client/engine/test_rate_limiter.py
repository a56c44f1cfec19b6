"""The rate limiter on its own: places, probes, pauses and holds."""

import math

import pytest
from cloud_marketplace._config.rate import Rate
from cloud_marketplace._engine.rate_limiter import (
    LONGEST_WAIT,
    Pause,
    Permit,
    RateLimiter,
    RateState,
)
from support.process_locks import ProcessLocks


def acquired(limiter: RateLimiter, now: float) -> Permit:
    """A place that must be free."""
    found = limiter.acquire(now)
    assert isinstance(found, Permit), found
    return found


def accept(limiter: RateLimiter, *times: float) -> None:
    """Send requests that are accepted at once."""
    for now in times:
        limiter.completed(acquired(limiter, now), now)


def reject(limiter: RateLimiter, now: float, retry_after: float | None) -> None:
    """Send a request that is rejected at once."""
    limiter.rejected(acquired(limiter, now), retry_after, now)


def pause(limiter: RateLimiter, now: float) -> float:
    """Return the seconds until a place may be free; none must be free now."""
    found = limiter.acquire(now)
    assert isinstance(found, Pause)
    return found.seconds


def test_a_stated_rate_is_kept_in_any_window() -> None:
    """Never more requests than stated in any window; a place is free one window later."""
    limiter = RateLimiter(Rate(2, 10))
    for now in (0.0, 4.0):
        limiter.completed(acquired(limiter, now), now + 0.1)
    assert pause(limiter, 5.0) == pytest.approx(5.1)
    limiter.completed(acquired(limiter, 10.1), 10.2)
    assert pause(limiter, 10.2) == pytest.approx(3.9)


def test_a_slow_response_does_not_keep_a_place() -> None:
    """A request counts as arrived a moment after it was sent, even if its response takes long."""
    limiter = RateLimiter(Rate(1, 10))
    acquired(limiter, 0.0)
    assert pause(limiter, 1.0) == pytest.approx(9.2)
    assert isinstance(limiter.acquire(10.2), Permit)


def test_a_withdrawn_request_gives_its_place_back() -> None:
    """A failed connection costs nothing of the rate."""
    limiter = RateLimiter(Rate(1, 10))
    limiter.withdrawn(acquired(limiter, 0.0))
    assert isinstance(limiter.acquire(0.0), Permit)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_withdrawn_request_does_not_count_in_a_learned_rate(*, is_late: bool) -> None:
    """A request that never left is not among those that the service accepted."""
    limiter = RateLimiter()
    accept(limiter, 0.0, 1.0, 2.0)
    withdrawn = acquired(limiter, 3.0)
    if not is_late:
        limiter.withdrawn(withdrawn)
    reject(limiter, 4.0, 56.0)
    if is_late:
        limiter.withdrawn(withdrawn)
    assert limiter.rate(61.0) == Rate(3, 60)


def test_a_request_without_a_response_does_not_count_in_a_learned_rate() -> None:
    """Only a response shows that the rate allowed a request."""
    limiter = RateLimiter()
    accept(limiter, 0.0, 1.0, 2.0)
    limiter.completed(acquired(limiter, 3.0), 3.5, is_accepted=False)
    reject(limiter, 4.0, 56.0)
    assert limiter.rate(61.0) == Rate(3, 60)


def test_a_narrower_rate_takes_places_of_the_wider_one() -> None:
    """A limiter within another one keeps to both."""
    wide = RateLimiter(Rate(3, 10))
    narrow = RateLimiter(Rate(2, 10), wide)
    accept(narrow, 0.0)
    accept(wide, 0.0)
    accept(narrow, 0.0)
    assert pause(narrow, 0.0) > 0
    assert pause(wide, 0.0) > 0


def test_a_rejection_pauses_the_wider_limiter() -> None:
    """The rate belongs to the key: a 429 of a narrower client pauses all, and lowers no rate."""
    wide = RateLimiter(Rate(3, 10))
    narrow = RateLimiter(Rate(2, 10), wide)
    reject(narrow, 0.0, 7.0)
    assert wide.state(1.0) is RateState.PAUSED
    assert narrow.state(1.0) is RateState.OPEN
    assert pause(narrow, 1.0) == pause(wide, 1.0) == 6.0


def test_one_rejection_leaves_the_stated_rate() -> None:
    """After one 429 nothing is sent before its time, and then the stated rate counts again."""
    limiter = RateLimiter(Rate(60, 60))
    accept(limiter, *range(30))
    reject(limiter, 30.0, 30.0)
    assert limiter.state(59.9) is RateState.PAUSED
    assert pause(limiter, 31.0) == 29.0
    assert limiter.state(60.0) is RateState.OPEN
    assert limiter.rate(60.0) == Rate(60, 60)
    accept(limiter, *[60.5] * 30)


def test_repeated_rejections_hold_for_one_window() -> None:
    """A second 429 in a row lowers the rate to what was accepted, for one window."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    accept(limiter, *[60.0] * 20)
    reject(limiter, 61.0, 59.0)
    assert limiter.state(120.0) is RateState.HOLDING
    assert limiter.rate(120.0) == Rate(20, 60)
    assert limiter.state(182.0) is RateState.OPEN
    assert limiter.rate(182.0) == Rate(60, 60)


def test_a_hold_is_waited_for_until_its_end() -> None:
    """A held call does not wait beyond the hold: more may be allowed then."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    accept(limiter, *[60.0] * 2)
    reject(limiter, 61.0, 59.0)
    accept(limiter, *[170.0] * 2)
    assert pause(limiter, 171.0) == pytest.approx(120.0 + 61.2 - 171.0)


def test_a_late_rejection_is_not_a_repeated_one() -> None:
    """Two windows after a pause a 429 is the first one again."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    accept(limiter, *[181.0] * 20)
    reject(limiter, 182.0, 50.0)
    assert limiter.state(232.0) is RateState.OPEN


def test_a_burst_of_rejections_counts_once() -> None:
    """Requests that were in flight together and are rejected together are one rejection."""
    limiter = RateLimiter(Rate(60, 60))
    burst = [acquired(limiter, 0.0) for _ in range(3)]
    limiter.rejected(burst[0], 58.0, 0.2)
    limiter.rejected(burst[1], 59.0, 0.3)
    assert limiter.state(59.2) is RateState.PAUSED
    limiter.rejected(burst[2], 1.0, 59.5)  # this one was rejected before the pause ended
    assert limiter.state(61.0) is RateState.OPEN


@pytest.mark.parametrize("retry_after", [None, 0.0])
def test_without_retry_after_the_window_is_waited_for(retry_after: float | None) -> None:
    """A window that began with our first request ends one window later, with any `Retry-After`."""
    limiter = RateLimiter(Rate(60, 60))
    accept(limiter, 10.0, 20.0, 30.0)
    reject(limiter, 31.0, retry_after)
    assert pause(limiter, 31.0) == pytest.approx(10.0 + 61.2 - 31.0)
    fresh = RateLimiter(Rate(60, 60))
    reject(fresh, 31.0, retry_after)
    assert pause(fresh, 31.0) == 60.0


def test_without_retry_after_other_moments_are_tried() -> None:
    """Where the first request of a window is rejected again, the next one is sent at another."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, None)
    reject(limiter, 60.0, None)
    assert pause(limiter, 60.0) == pytest.approx(21.0)


def test_a_retry_after_that_is_too_short_grows() -> None:
    """If waiting for `Retry-After` is followed by a rejection, the wait doubles up to half."""
    limiter, now, waits = RateLimiter(Rate(60, 60)), 0.0, []
    for _ in range(8):
        reject(limiter, now, 1.0)
        waits.append(pause(limiter, now))
        now += waits[-1]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


@pytest.mark.parametrize("retry_after", [86_400.0, 1e9, 1e300, math.inf])
def test_a_far_retry_after_pauses_for_minutes(retry_after: float) -> None:
    """A long `Retry-After` is reported at once, with its value, and tried again in minutes."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, retry_after)
    found = limiter.acquire(10.0)
    assert isinstance(found, Pause)
    assert found.is_too_long
    assert found.seconds == retry_after - 10.0
    reject(limiter, LONGEST_WAIT, 7.0)
    found = limiter.acquire(LONGEST_WAIT + 1.0)
    assert isinstance(found, Pause)
    assert not found.is_too_long


def test_a_stated_window_may_be_longer() -> None:
    """A stated window of an hour is waited for: the caller wants it so."""
    limiter = RateLimiter(Rate(60, 3600))
    reject(limiter, 0.0, 3000.0)
    assert limiter.acquire(0.0) == Pause(3000.0)


def test_a_rejection_teaches_the_rate() -> None:
    """Without a stated rate, after a 429 as many are sent as were accepted before."""
    limiter = RateLimiter()
    for now in range(5):
        limiter.completed(acquired(limiter, float(now)), now + 0.1)
    reject(limiter, 5.0, 55.0)
    assert pause(limiter, 6.0) == pytest.approx(54.0)
    assert limiter.state(60.0) is RateState.HOLDING
    assert limiter.rate(60.0) == Rate(5, 60)
    accept(limiter, *[64.2] * 5)
    assert pause(limiter, 64.3) > 50


def test_a_learned_rate_is_held_for_one_window_each_time() -> None:
    """A number that proves right again and again is held for one window before more is tried."""
    limiter, now, holds = RateLimiter(), 0.0, []
    for _ in range(4):
        accept(limiter, *[now] * 5)
        reject(limiter, now, 60.0)
        now += 60.0
        began = now
        while limiter.state(now) is RateState.HOLDING:
            now += 1.0
        holds.append((now - began) // 60)
    assert holds == [1, 1, 1, 1]


def test_a_learned_rate_that_was_higher_is_tried_again_soon() -> None:
    """A rate that fell below what was accepted before is held for one window only."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * 20)
    reject(limiter, 0.0, 60.0)
    accept(limiter, *[190.0] * 5)
    reject(limiter, 191.0, 59.0)
    assert limiter.rate(250.0) == Rate(5, 60)
    assert limiter.rate(312.0) is None


def test_another_window_is_learned_from_two_alike() -> None:
    """A window that is not a minute is known once two rejections agree about its length."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * 3)
    reject(limiter, 1.0, 9.0)
    assert limiter.rate(10.0) is None
    accept(limiter, *[10.0] * 4)
    reject(limiter, 11.0, 9.0)
    assert limiter.rate(20.0) == Rate(4, 10)


def test_probes_are_few() -> None:
    """Beyond the number that is known to work two requests are in flight, and a third waits."""
    limiter = RateLimiter()
    first, _ = (acquired(limiter, 0.0) for _ in range(2))
    waiting = limiter.acquire(0.0)
    assert isinstance(waiting, Pause)
    assert waiting.signal is not None
    assert not waiting.signal.done()
    limiter.completed(first, 0.1)
    assert waiting.signal.done()
    assert isinstance(limiter.acquire(0.1), Permit)


def test_what_worked_in_one_window_goes_out_at_once_in_the_next() -> None:
    """Requests up to the number that one window accepted are not probes, however many."""
    limiter = RateLimiter(Rate(60, 60))
    accept(limiter, *range(30))
    for _ in range(30):
        acquired(limiter, 100.0)
    assert [isinstance(limiter.acquire(100.0), Permit) for _ in range(4)] == [True] * 3 + [False]


def test_a_forked_process_has_its_own_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """In another process a lock taken at the fork, or requests in flight, block no call."""
    locks = ProcessLocks(monkeypatch)
    limiter = RateLimiter()
    for _ in range(2):
        acquired(limiter, 0.0)
    assert isinstance(limiter.acquire(0.0), Pause)
    locks.fork()
    assert isinstance(limiter.acquire(0.0), Permit)
