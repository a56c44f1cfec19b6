"""The rate: set or learned, shared, used to the full, and hardly ever overrun."""

import asyncio
import math
import selectors
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace, ConfigurationError, Marketplace, NotSent
from cloud_marketplace._config.rate import Rate
from cloud_marketplace._engine.rate_limiter import Limiter, Pause, Permit
from cloud_marketplace._observability.hooks import Attempt
from marketplace_contracts.simulator import Simulator
from support.client import Clock, Service, gateway, settings

READS, LATENCY = 600, 0.2


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("60/min", Rate(60, 60)),
        ("10/s", Rate(10, 1)),
        ("5 per second", Rate(5, 1)),
        ("100/30s", Rate(100, 30)),
        (" 5000/DAY ", Rate(5000, 86_400)),
        (Rate(7, 3), Rate(7, 3)),
    ],
)
def test_a_rate_is_written_as_people_say_it(text: Any, rate: Rate) -> None:
    """A rate is so many calls in a window, as text or as a value."""
    assert Rate.of(text) == rate
    assert settings(rate=text).rate == rate


@pytest.mark.parametrize("text", ["", "60", "x/min", "0/min", "-1/min", "60/0s", "60/year", 60])
def test_a_malformed_rate_is_named(text: Any) -> None:
    """What is no rate is refused, and the setting is named."""
    with pytest.raises(ValueError, match="rate"):
        Rate.of(text)
    with pytest.raises(ConfigurationError, match="rate"):
        settings(rate=text)


def taken(limiter: Limiter, now: float) -> Permit:
    """A place that must be free."""
    found = limiter.take(now)
    assert isinstance(found, Permit), found
    return found


def pause(limiter: Limiter, now: float) -> float:
    """Seconds until a place may be free; none must be free now."""
    found = limiter.take(now)
    assert isinstance(found, Pause)
    return found.seconds


def test_a_set_rate_is_kept_in_any_window() -> None:
    """Never more calls than set in any window, wherever it begins; a place is free in time."""
    limiter = Limiter(Rate(2, 10))
    for now in (0.0, 4.0):
        limiter.arrived(taken(limiter, now), now + 0.1)
    assert pause(limiter, 5.0) == pytest.approx(5.1)
    limiter.arrived(taken(limiter, 10.1), 10.2)
    assert pause(limiter, 10.2) == pytest.approx(3.9)


def test_a_slow_answer_does_not_keep_a_place() -> None:
    """A call counts as arrived a moment after it was sent, though its answer takes long."""
    limiter = Limiter(Rate(1, 10))
    taken(limiter, 0.0)
    assert pause(limiter, 1.0) == pytest.approx(9.2)
    assert isinstance(limiter.take(10.2), Permit)


def test_a_call_that_never_left_gives_its_place_back() -> None:
    """A failed connection costs nothing of the budget."""
    limiter = Limiter(Rate(1, 10))
    limiter.withdrawn(taken(limiter, 0.0))
    assert isinstance(limiter.take(0.0), Permit)


def test_a_narrower_rate_spends_the_wider_budget_too() -> None:
    """A limiter within another one keeps to both."""
    wide = Limiter(Rate(3, 10))
    narrow = Limiter(Rate(2, 10), wide)
    taken(narrow, 0.0)
    taken(wide, 0.0)
    taken(narrow, 0.0)
    assert pause(narrow, 0.0) > 0
    assert pause(wide, 0.0) > 0


def test_a_refusal_teaches_the_rate_and_shuts_the_gate() -> None:
    """After a 429 nobody is sent before its time, and then as many as were accepted before."""
    limiter = Limiter()
    for now in range(5):
        limiter.arrived(taken(limiter, float(now)), now + 0.1)
    limiter.refused(taken(limiter, 5.0), 55.0, 5.0)
    assert limiter.rate == Rate(5, 60)
    assert pause(limiter, 6.0) == pytest.approx(54.0)
    for _ in range(5):
        limiter.arrived(taken(limiter, 60.0), 60.0)
    assert pause(limiter, 60.1) > 50


def test_another_window_is_learned_from_its_second_wall() -> None:
    """A window of another length is known once it was seen from a fresh start to its end."""
    limiter = Limiter()
    for _ in range(3):
        limiter.arrived(taken(limiter, 0.0), 0.0)
    limiter.refused(taken(limiter, 1.0), 9.0, 1.0)
    assert limiter.rate is None
    for _ in range(4):
        limiter.arrived(taken(limiter, 10.0), 10.0)
    limiter.refused(taken(limiter, 11.0), 9.0, 11.0)
    assert limiter.rate == Rate(4, 10)


def test_beyond_what_went_well_only_a_few_calls_are_under_way() -> None:
    """An unknown rate is felt out with three calls at a time, and a fourth waits for one."""
    limiter = Limiter()
    first, _, _ = (taken(limiter, 0.0) for _ in range(3))
    waiting = limiter.take(0.0)
    assert isinstance(waiting, Pause)
    assert waiting.signal is not None
    assert not waiting.signal.done()
    limiter.arrived(first, 0.1)
    assert waiting.signal.done()
    assert isinstance(limiter.take(0.1), Permit)


def test_a_learned_rate_is_tried_a_little_higher_in_time() -> None:
    """Windows used up without a 429 raise the limit by one, since budgets change."""
    limiter = Limiter()
    limiter.arrived(taken(limiter, 0.0), 0.0)
    limiter.refused(taken(limiter, 0.0), 60.0, 0.0)
    assert limiter.rate == Rate(1, 60)
    now = 60.0
    for _ in range(10):
        limiter.arrived(taken(limiter, now), now)
        now += 61
    assert limiter.rate == Rate(2, 60)


class Slow(httpx.HTTPTransport):
    """A network with a latency, in the simulator's time."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, half of the latency before and half after."""
        self.simulator.clock.advance(LATENCY / 2)
        response = super().handle_request(request)
        self.simulator.clock.advance(LATENCY / 2)
        return response


class Skipping(selectors.DefaultSelector):
    """Skips waiting: when nothing is ready, time moves on at once."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def select(self, timeout: float | None = None) -> Any:
        """Wait for nothing."""
        ready = super().select(0)
        if not ready and timeout:
            # The simulator counts whole microseconds.
            self.simulator.clock.advance(math.ceil(timeout * 1e6) / 1e6)
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop that lives in the simulator's time."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(Skipping(simulator))
        self.simulator = simulator
        self._clock_resolution = 1e-6  # as fine as the simulator counts

    def time(self) -> float:
        """The simulator's time."""
        return self.simulator.clock.now().timestamp()


class Far(httpx.ASGITransport):
    """The simulator without a socket, with a latency."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send, half of the latency before and half after."""
        await asyncio.sleep(LATENCY / 2)
        response = await super().handle_async_request(request)
        await asyncio.sleep(LATENCY / 2)
        return response


def subscription_ids(simulator: Simulator) -> Iterator[str]:
    """Identifiers for 600 reads."""
    known = sorted(str(number) for number in simulator.world.subscriptions)
    return (known[n % len(known)] for n in range(READS))


def check(simulator: Simulator, started: float, attempts: list[Attempt], limit: int) -> None:
    """At least 95 % of the permitted rate, at most 1 % of answers 429."""
    statuses = Counter(attempt.status for attempt in attempts)
    took = simulator.clock.now().timestamp() - started
    good = statuses[200]
    assert good == sum(statuses.values()) - statuses[429]
    assert good > READS
    assert statuses[429] <= 0.01 * len(attempts), statuses
    # The first window's calls may go at once, and every later one as its window begins.
    best = ((good - 1) // limit) * 60.0
    assert best / took >= 0.95 or took - best < 60.0 * 0.05 * (good / limit), (took, best)


@pytest.mark.parametrize(("limit", "rate"), [(60, "60/min"), (60, None), (37, None), (100, None)])
def test_one_thread_uses_the_rate_to_the_full(limit: int, rate: str | None) -> None:
    """600 details one after the other: 95 % of the rate is used, 1 % of answers are 429 (B2)."""
    attempts: list[Attempt] = []
    with Simulator(seed=3, rate_limit=limit) as simulator:
        clock = lambda: simulator.clock.now().timestamp()  # noqa: E731 - short
        own = {"clock": clock, "sleep": simulator.clock.advance, "hooks": [attempts.append]}
        started = clock()
        with Marketplace.from_env(
            simulator.environment, transport=Slow(simulator), rate=rate, **own
        ) as mp:
            for number in subscription_ids(simulator):
                assert mp.subscriptions.get(number).id == number
        check(simulator, started, attempts, limit)


@pytest.mark.parametrize(
    ("limit", "rate"), [(60, "60/min"), (60, None), (30, None), (120, None), (300, None)]
)
def test_many_tasks_use_the_rate_to_the_full(limit: int, rate: str | None) -> None:
    """600 details, 20 at a time: 95 % of the rate is used, 1 % of answers are 429 (facts B2)."""
    simulator = Simulator(seed=3, rate_limit=limit)
    attempts: list[Attempt] = []
    loop = SimulatedLoop(simulator)
    started = loop.time()

    async def main() -> None:
        numbers = subscription_ids(simulator)
        client = AsyncMarketplace.from_env(
            simulator.environment
            | {"MARKETPLACE_BASE_URL": "https://simulator.example/marketplace/na"},
            transport=Far(simulator.app),
            clock=loop.time,
            rate=rate,
            hooks=[attempts.append],
        )

        async def drain() -> None:
            for number in numbers:
                assert (await client.subscriptions.get(number)).id == number

        async with client:
            await asyncio.gather(*(drain() for _ in range(20)))

    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
    check(simulator, started, attempts, limit)


def test_the_token_call_spends_the_rate_too() -> None:
    """The request for a token takes a place of the same budget (facts B10)."""
    clock = Clock()
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(rate="2/min", clock=clock) as mp:
        mp.orders.get(1)
        mp.orders.get(2)
    assert clock.now >= 1060.0


def test_no_time_for_the_rate_is_told_at_once() -> None:
    """A call whose deadline is before its turn is NotSent without waiting."""
    clock = Clock()
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(rate="2/min", clock=clock) as mp:
        mp.orders.get(1)
        with pytest.raises(NotSent, match="the rate allows no call for") as caught:
            mp.orders.get(2, timeout=20)
    assert clock.now == 1000.0
    assert caught.value.attempts == 0


def test_without_a_timeout_waiting_for_the_rate_does_not_count() -> None:
    """Many calls at a low rate take as long as they take, and none is lost."""
    clock = Clock()
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(rate="1/1000s", clock=clock) as mp:
        assert [mp.orders.get(n).id for n in range(3)] == ["7"] * 3
        mp.orders.create({})


def test_a_refused_call_waits_as_long_as_asked() -> None:
    """A 429 with Retry-After is waited for by every call of the client, then sent again."""
    clock = Clock()
    wall = gateway(429, "Rate limit is exceeded", **{"Retry-After": "37"})
    service = Service([wall, httpx.Response(200, json={"id": "7"})])
    with service.client(clock=clock) as mp:
        assert mp.orders.create({}).id == "7"
    assert 1037.0 <= clock.now < 1038.0
