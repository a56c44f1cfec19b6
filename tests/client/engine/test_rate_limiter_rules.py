"""Each rule of the rate limiter by itself: numbers, boundaries, and what a fork leaves behind."""

import pytest
from cloud_marketplace._config.rate import Rate
from cloud_marketplace._engine.rate_limiter import Pause, Permit, RateLimiter, RateState
from support.process_locks import ProcessLocks


def send(limiter: RateLimiter, now: float) -> Permit:
    """A request that may be sent."""
    found = limiter.acquire(now)
    assert isinstance(found, Permit), found
    return found


def accept(limiter: RateLimiter, *times: float) -> None:
    """Send requests that are accepted at once."""
    for now in times:
        limiter.completed(send(limiter, now), now)


def reject(limiter: RateLimiter, now: float, retry_after: float | None) -> None:
    """Send a request that is rejected at once."""
    limiter.rejected(send(limiter, now), retry_after, now)


def pause(limiter: RateLimiter, now: float) -> Pause:
    """What the limiter says while no place is free."""
    found = limiter.acquire(now)
    assert isinstance(found, Pause)
    return found


def in_flight(limiter: RateLimiter, now: float) -> int:
    """How many more requests may be sent now, without a response to any of them."""
    count = 0
    while isinstance(limiter.acquire(now), Permit):
        count += 1
    return count


def held(limiter: RateLimiter, now: float) -> float:
    """Seconds from a moment to the end of a hold, to the tenth."""
    tenths = 0
    while limiter.state(now + tenths / 10) is RateState.HOLDING:
        tenths += 1
    return tenths / 10


@pytest.mark.parametrize(("calls", "most"), [(1, 1), (19, 2), (59, 2), (60, 3), (200, 10)])
def test_a_twentieth_of_a_stated_rate_may_be_in_flight(calls: int, most: int) -> None:
    """Of a stated rate a twentieth is tried at a time, at least two requests."""
    assert in_flight(RateLimiter(Rate(calls, 60)), 0.0) == most


@pytest.mark.parametrize(("accepted", "most"), [(0, 2), (97, 2), (98, 3), (196, 3), (197, 4)])
def test_more_may_be_in_flight_as_more_is_accepted(accepted: int, most: int) -> None:
    """Without a rate two requests are tried at a time, one more for each hundred of a window."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * accepted)
    for _ in range(5):
        limiter.withdrawn(send(limiter, 0.0))  # one that never left is not among the hundred
    assert in_flight(limiter, 0.0) == most


@pytest.mark.parametrize(
    ("known", "most", "usual"), [(10, 1, 2), (119, 1, 3), (120, 2, 3), (180, 3, 3), (240, 4, 4)]
)
def test_after_a_rejection_a_sixtieth_may_be_in_flight(known: int, most: int, usual: int) -> None:
    """Two windows long, only a sixtieth of what is known to work is tried beyond it."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * known)
    reject(limiter, 0.0, 60.0)
    opened = 60.0 + held(limiter, 60.0)
    accept(limiter, *[opened] * known)
    assert in_flight(limiter, opened) == most
    later = opened + 120.0
    accept(limiter, *[later] * known)
    assert in_flight(limiter, later) == usual


def test_a_probe_is_over_when_its_request_has_arrived() -> None:
    """A request counts as arrived after a fiftieth of the window, though its response is late."""
    limiter = RateLimiter()
    send(limiter, 0.0)
    send(limiter, 0.5)
    waiting = pause(limiter, 0.6)
    assert waiting.seconds == pytest.approx(0.6)
    assert pause(limiter, 1.1).signal is waiting.signal
    assert pause(limiter, 1.1999).seconds == 0.001
    send(limiter, 1.2)
    assert waiting.signal is not None
    assert not waiting.signal.done()


@pytest.mark.parametrize(("moment", "most"), [(59.9, 2), (60.0, 4)])
def test_a_window_ends_after_its_length(moment: float, most: int) -> None:
    """After exactly a minute a new window begins, whose requests are counted anew."""
    limiter = RateLimiter()
    accept(limiter, 0.0, 0.0, 0.0, moment)
    assert in_flight(limiter, moment) == most


@pytest.mark.parametrize("how", ["completed", "rejected", "withdrawn"])
def test_whoever_waits_for_a_probe_is_woken_once(how: str) -> None:
    """Whatever becomes of a request, those that wait for it are woken, and later ones wait anew."""
    limiter = RateLimiter()
    probe, other = send(limiter, 0.0), send(limiter, 0.0)
    waiting = pause(limiter, 0.0).signal
    assert waiting is not None
    if how == "completed":
        limiter.completed(probe, 0.0)
    elif how == "rejected":
        limiter.rejected(probe, 1.0, 0.0)
    else:
        limiter.withdrawn(probe)
    assert waiting.done()
    limiter.completed(other, 0.0)
    if how != "rejected":
        in_flight(limiter, 0.0)
        assert pause(limiter, 0.0).signal is not waiting


def test_a_far_retry_after_is_looked_at_again_after_five_minutes() -> None:
    """A wait of five minutes is obeyed; of a longer wait only five minutes are obeyed."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 300.0)
    assert pause(limiter, 1.0) == Pause(299.0)
    reject(limiter, 300.0, 301.0)
    assert pause(limiter, 301.0) == Pause(300.0, is_too_long=True)
    assert limiter.state(599.9) is RateState.PAUSED
    send(limiter, 600.0)


def test_short_waits_are_as_long_as_they_have_to_be() -> None:
    """Half a second is waited for as half a second, and no wait is shorter than a millisecond."""
    limiter = RateLimiter(Rate(1, 10))
    accept(limiter, 0.0)
    assert pause(limiter, 9.5).seconds == pytest.approx(0.5)
    assert pause(limiter, 9.9999).seconds == 0.001
    send(limiter, 10.0)
    told = RateLimiter(Rate(60, 60))
    reject(told, 0.0, 10.0)
    assert pause(told, 9.5).seconds == pytest.approx(0.5)
    assert pause(told, 9.9999).seconds == 0.001


def test_nothing_accepted_still_allows_one() -> None:
    """If a window accepted nothing, one request is sent in the next one."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    reject(limiter, 60.0, 60.0)
    assert limiter.rate(120.0) == Rate(1, 60)
    send(limiter, 120.0)
    assert pause(limiter, 120.0).seconds == pytest.approx(61.2)


def test_a_hold_ends_one_window_after_the_pause() -> None:
    """A window begins when its first request arrives, so a hold lasts a fiftieth longer."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    accept(limiter, 60.0)
    reject(limiter, 61.0, 59.0)
    assert limiter.state(119.9) is RateState.PAUSED
    assert limiter.state(120.0) is limiter.state(181.1) is RateState.HOLDING
    assert limiter.state(181.3) is RateState.OPEN


@pytest.mark.parametrize(("moment", "state"), [(179.9, "HOLDING"), (180.0, "OPEN")])
def test_a_rejection_is_a_repeated_one_for_two_windows(moment: float, state: str) -> None:
    """Up to two windows after a pause another rejection lowers the rate, later ones do not."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 60.0)
    accept(limiter, moment)
    reject(limiter, moment, 30.0)
    assert limiter.state(moment + 30.0).name == state


@pytest.mark.parametrize("seconds", [60, 10])
@pytest.mark.parametrize("accepted", [5, 17, 18, 20])
def test_less_than_a_stated_rate_is_held_for_one_window(accepted: int, seconds: int) -> None:
    """A stated rate is the truth: a part of it, large or small, is held for one window."""
    limiter = RateLimiter(Rate(20, seconds))
    reject(limiter, 0.0, seconds)
    accept(limiter, *[float(seconds)] * accepted)
    if accepted == 20:
        permit = Permit(seconds, seconds * 2.02, limiter._window, None)  # noqa: SLF001 - a permit of the present window
        limiter.rejected(permit, seconds, seconds)
    else:
        reject(limiter, seconds, seconds)
    assert limiter.rate(2 * seconds) == Rate(accepted, seconds)
    assert held(limiter, 2 * seconds) == pytest.approx(seconds * 1.02, abs=0.11)


def test_holds_of_short_windows_last_a_minute() -> None:
    """A learned window of ten seconds is held for a minute, and for one window once it fell."""
    limiter, now, holds = RateLimiter(), 0.0, []
    for accepted in (5, 5, 5, 3, 5):
        accept(limiter, *[now] * accepted)
        reject(limiter, now, 10.0)
        held_for = held(limiter, now + 10.0)
        holds.append(round(held_for / 10.2))
        now += 10.3 + held_for  # when the places of the burst before are free again
    assert holds == [0, 6, 6, 1, 6]


@pytest.mark.parametrize(
    ("retry_after", "earlier", "counted"),
    [(30.0, 67.7, 1), (30.0, 67.9, 2), (None, 61.0, 2), (None, 59.9, 2), (70.0, 61.0, 2)],
)
def test_what_a_window_accepted_is_counted_from_its_beginning(
    retry_after: float | None, earlier: float, counted: int
) -> None:
    """The window ends with the pause, a second and a fiftieth are left for what is not exact."""
    limiter = RateLimiter(Rate(60, 60))
    reject(limiter, 0.0, 40.0)
    accept(limiter, earlier, 90.0)
    reject(limiter, 100.0, retry_after)
    until = 100.0 + pause(limiter, 100.0).seconds
    assert limiter.rate(until) == Rate(counted, 60)


SPANS: list[tuple[float, float, bool]] = [
    (20.0, 20.0, True),
    (20.0, 22.0, True),
    (22.0, 20.0, True),
    (20.0, 23.0, False),
    (5.0, 6.0, True),
    (5.0, 6.1, False),
    (61.0, 10.0, False),
]


@pytest.mark.parametrize(("first", "second", "learned"), SPANS)
def test_a_window_is_learned_from_two_spans_that_are_alike(
    first: float, second: float, learned: bool
) -> None:
    """Spans that differ by a second, or by a tenth, are alike, and the shorter one is taken."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * 3)
    reject(limiter, 0.0, first)
    now = first + held(limiter, first)
    accept(limiter, *[now] * 3)
    reject(limiter, now, second)
    rate = limiter.rate(now + second)
    assert rate == (Rate(3, min(first, second)) if learned else None) or (
        not learned and rate is not None and rate.seconds == 60
    )


@pytest.mark.parametrize(("accepted", "learned"), [(2, False), (3, True)])
def test_a_window_is_learned_from_bursts_of_three(accepted: int, learned: bool) -> None:
    """Fewer than three accepted requests are no burst that shows a window."""
    limiter = RateLimiter()
    for now in (0.0, 10.0):
        accept(limiter, *[now] * accepted)
        reject(limiter, now, 10.0)
    found = limiter.rate(20.0)
    assert (found is not None and found.seconds == 10) is learned


@pytest.mark.parametrize(("late", "learned"), [(0.5, True), (1.0, True), (1.5, False)])
def test_a_window_is_learned_from_bursts_right_after_a_pause(late: float, learned: bool) -> None:
    """A burst that begins more than a second after the pause shows no whole window."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * 3)
    reject(limiter, 0.0, 10.0)
    accept(limiter, *[10.0 + late] * 3)
    reject(limiter, 10.0 + late, 10.0)
    found = limiter.rate(20.0 + late)
    assert (found is not None and found.seconds == 10) is learned


@pytest.mark.parametrize(
    ("span", "held_at_once"), [(57.5, False), (57.7, True), (62.3, True), (62.5, False)]
)
def test_a_span_of_about_a_minute_is_a_minute(span: float, held_at_once: bool) -> None:
    """The first window that is a minute long, give or take 2.4 s, is held at once."""
    limiter = RateLimiter()
    accept(limiter, *[0.0] * 5)
    reject(limiter, 0.0, span)
    assert (limiter.rate(span) == Rate(5, 60)) is held_at_once


def test_a_shorter_window_frees_places_sooner() -> None:
    """When a window proves to be shorter, what was sent before leaves it sooner, too."""
    limiter = RateLimiter()
    for now in (0.0, 10.0):
        accept(limiter, *[now] * 4)
        reject(limiter, now, 10.0)
    assert limiter.rate(20.0) == Rate(4, 10)
    accept(limiter, *[20.3] * 4)
    assert pause(limiter, 20.3).seconds == pytest.approx(10.0, abs=0.3)


def test_a_wider_limiter_counts_what_the_narrower_one_sent() -> None:
    """Withdrawn and finished requests of a narrower limiter are withdrawn and finished in both."""
    wide = RateLimiter()
    narrow = RateLimiter(Rate(100, 60), wide)
    probes = [send(narrow, 0.0) for _ in range(2)]
    assert pause(narrow, 0.0).signal is not None
    narrow.withdrawn(probes[0])
    narrow.completed(probes[1], 0.0, is_accepted=False)
    accept(narrow, *[0.0] * 5)
    reject(narrow, 0.0, 60.0)
    assert wide.rate(60.0) == Rate(5, 60)
    assert narrow.rate(60.0) == Rate(100, 60)


def test_a_withdrawn_request_frees_its_place_in_both_limiters() -> None:
    """A request that never left takes no place of the wider limiter either."""
    narrow = RateLimiter(Rate(100, 60), RateLimiter(Rate(1, 60)))
    narrow.withdrawn(send(narrow, 0.0))
    send(narrow, 0.0)


@pytest.mark.parametrize("how", ["acquire", "completed", "rejected", "withdrawn"])
def test_a_forked_process_uses_its_own_lock(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Whatever is done first in another process, it is done with a lock of that process."""
    locks = ProcessLocks(monkeypatch)
    limiter = RateLimiter()
    permit, _ = send(limiter, 0.0), send(limiter, 0.0)
    waiting = pause(limiter, 0.0).signal
    assert locks.made == 1
    locks.fork()
    if how == "completed":
        limiter.completed(permit, 0.0)
    elif how == "rejected":
        limiter.rejected(permit, 0.0, 0.0)
    elif how == "withdrawn":
        limiter.withdrawn(permit)
    else:
        assert in_flight(limiter, 0.0) == 2  # those in flight are the parent's
    assert locks.made == 2
    assert waiting is not None
    assert not waiting.done()
