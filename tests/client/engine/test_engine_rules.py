"""Each rule of the engine by itself: what is drawn, what is waited for, and what is reported."""

import random
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cloud_marketplace import NoAnswer, NotSent, OutcomeUnknown, Unauthorized, errors
from cloud_marketplace._engine.engine import Engine
from cloud_marketplace._engine.messages import HttpResponse, TransportFailure
from cloud_marketplace._engine.rate_limiter import RateLimiter
from cloud_marketplace._engine.steps import Flow, Send, Sleep, Wait
from cloud_marketplace_api.api.customers import customers_update
from cloud_marketplace_api.api.orders import orders_create, orders_get
from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import OPERATIONS
from support.client import Clock, Service, gateway, said, settings

TOKEN = HttpResponse(200, {}, b'{"token": "t1", "expiresInSeconds": 1500}')
FINE = HttpResponse(200, {}, b'{"id": "7"}')
BUSY = HttpResponse(503, {}, b"")
LOST = TransportFailure(("ReadTimeout",))
REFUSED = TransportFailure(("ConnectError",), "refused")


class Draws:
    """Counts how often a random number is drawn."""

    def __init__(self, value: float = 0.5) -> None:
        self.count = 0
        self.value = value

    def __call__(self) -> float:
        """Draw."""
        self.count += 1
        return self.value


def engine(clock: Clock, **parts: Any) -> Engine:
    """An engine whose time is that of the clock."""
    return Engine(settings(**parts.pop("settings", {})), clock, lambda: 0.0, **parts)


def send(flow: Flow[Any], *replies: Any) -> Any:
    """Resume a flow with the results of its steps; return the next step, or its value."""
    found: Any = None
    try:
        found = next(flow)
        for reply in replies:
            found = flow.send(reply)
    except StopIteration as stop:
        return stop.value
    return found


def error_of(flow: Flow[Any], *replies: Any) -> errors.MarketplaceError:
    """The error that a flow ends with."""
    with pytest.raises(errors.MarketplaceError) as caught:
        send(flow, *replies)
    return caught.value


def test_a_number_is_drawn_for_a_failure_only() -> None:
    """A good response draws no number; each failed attempt draws one for its pause."""
    draws = Draws()
    client = engine(Clock(), random=draws)
    assert send(client.send(orders_get.call(7), None), TOKEN, FINE).id == "7"
    assert draws.count == 0
    assert send(client.send(orders_get.call(7), None), BUSY) == Sleep(0.5)
    assert draws.count == 1
    assert Engine(settings(), Clock(), lambda: 0.0).random is random.random


def test_a_pause_of_nothing_is_no_step() -> None:
    """If the draw is 0 the request is sent again at once."""
    client = engine(Clock(), random=Draws(0.0))
    found = send(client.send(orders_get.call(7), None), TOKEN, BUSY)
    assert isinstance(found, Send)
    assert found.request.method == "GET"


WORDS = {
    "ConnectError": "nothing was sent",
    "ConnectTimeout": "nothing was sent",
    "PoolTimeout": "nothing was sent",
    "ProxyError": "nothing was sent",
    "ConnectionRefusedError": "nothing was sent",
    "gaierror": "nothing was sent",
    "UnsupportedProtocol": "the request can't be sent at all",
    "InvalidURL": "the request can't be sent at all",
    "Closed": "the request can't be sent at all",
    "TooLate": "the request can't be sent at all",
    "DecodingError": "the response can't be read",
    "BodyTooLarge": "the response can't be read",
    "ReadTimeout": "the request may have arrived",
}


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("call", [orders_get.call(7), orders_create.call({})])
def test_an_error_says_when_an_exchange_failed(kind: str, call: Call[Any]) -> None:
    """The words of an error say whether the request may have arrived, for each kind of failure."""
    client = engine(Clock(), settings={"max_attempts": 1})
    failure = TransportFailure((kind, "TransportError"), "because")
    found = error_of(client.send(call, None), TOKEN, failure)
    said = f"{call.operation.id}: {kind}, {WORDS[kind]}: because."
    assert str(found).startswith(said)
    unsent = WORDS[kind].startswith(("nothing", "the request can't"))
    assert isinstance(found, NotSent) is unsent


def waiting(client: Engine, count: int = 1) -> list[Flow[Any]]:
    """Flows that wait for a probe, with the client's rate used up by two requests."""
    for _ in range(2):
        client.limiter.acquire(client.clock())
    flows = [client.send(orders_get.call(number), None) for number in range(count)]
    assert all(isinstance(next(flow), Wait) for flow in flows)
    return flows


class Listener:
    """A hook that notes waits and attempts."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def __call__(self, attempt: Any) -> None:
        """Note an attempt."""
        self.told.append(attempt)

    def on_wait(self, wait: Any) -> None:
        """Note a wait."""
        self.told.append(wait)


def fresh_token(client: Engine) -> None:
    """Give the client a token, without the rate limit."""
    limiter, client.limiter = client.limiter, RateLimiter()
    flow = client.send(orders_get.call(7), None)
    send(flow, TOKEN)
    flow.close()
    client.limiter = limiter


def test_a_call_that_waits_again_is_reported_once() -> None:
    """A signal wakes many calls for one place: those that keep waiting are not reported again."""
    clock, listener = Clock(), Listener()
    client = engine(clock, hooks=(listener,))
    fresh_token(client)
    listener.told.clear()
    (flow,) = waiting(client)
    assert len(listener.told) == 1
    assert isinstance(flow.send(None), Wait)
    assert len(listener.told) == 1
    told = listener.told[0]
    assert (told.operation, told.reason, told.attempts) == ("orders.get", "rate", 0)


def test_a_wait_without_a_signal_is_reported_each_time() -> None:
    """Each wait for a window is reported."""
    clock, listener = Clock(), Listener()
    client = engine(clock, hooks=(listener,), settings={"rate": "1/min"})
    client.limiter = RateLimiter(client.settings.rate)
    fresh_token(client)
    client.limiter.acquire(clock())
    listener.told.clear()
    flow = client.send(orders_get.call(7), None)
    assert isinstance(next(flow), Sleep)
    assert isinstance(flow.send(None), Sleep)
    assert [each.reason for each in listener.told] == ["rate", "rate"]


@pytest.mark.parametrize(("after", "renewed"), [(1469.9, False), (1470.0, True)])
def test_a_token_that_ran_out_in_the_queue_is_replaced(after: float, renewed: bool) -> None:
    """If the token is not usable any more when its turn comes, the call fetches another."""
    clock = Clock()
    client = engine(clock)
    fresh_token(client)
    token = client.tokens.peek()
    assert token is not None
    client.limiter.acquire(clock())
    client.limiter.acquire(clock())
    flow = client.send(orders_get.call(7), None)
    assert isinstance(next(flow), Wait)
    client.limiter = RateLimiter()
    clock.now = token.fetched_at + after
    step = flow.send(None)
    assert isinstance(step, Send) or not renewed
    path = step.request.url.rpartition("/")[2]
    assert path == ("token" if renewed else "7")


def test_a_call_fetches_three_tokens_at_most_while_it_waits() -> None:
    """A call whose token expires again and again continues with the last one."""
    clock = Clock()
    client = engine(clock)
    flow = client.send(orders_get.call(7), None)
    step = next(flow)
    fetched = 0
    short = HttpResponse(200, {}, b'{"token": "t1", "expiresInSeconds": 10}')
    for _ in range(20):
        if isinstance(step, Send):
            if not step.request.url.endswith("/token"):
                break
            fetched += 1
            full = RateLimiter()
            client.limiter = full
            for _ in range(2):
                full.acquire(clock())
            step = flow.send(short)
        else:
            clock.now += 30
            client.limiter = RateLimiter() if fetched >= 3 else client.limiter
            step = flow.send(None)
    assert fetched == 3


@pytest.mark.parametrize(
    ("status", "is_good"), [(199, False), (200, True), (299, True), (300, False)]
)
def test_a_good_status_is_from_200_to_299(status: int, is_good: bool) -> None:
    """Only a status of success is read."""
    client = engine(Clock())
    flow = client.send(orders_get.call(7), None)
    reply = HttpResponse(status, {}, b'{"id": "7"}')
    if is_good:
        assert send(flow, TOKEN, reply).id == "7"
    else:
        assert isinstance(error_of(flow, TOKEN, reply), errors.Refused)


def test_a_single_call_is_sent_once() -> None:
    """A call that may be sent once only is not sent again, whatever the settings say."""
    client = engine(Clock())
    flow = client.send(orders_get.call(7), None, single=True)
    found = error_of(flow, TOKEN, LOST)
    assert isinstance(found, NoAnswer)
    assert found.attempts == 1


@pytest.mark.parametrize(
    ("timeout", "within", "given"),
    [
        (None, None, 120.0),
        (50, None, 50),
        (50, 20, 20),
        (20, 50, 20),
        (None, 20, 20),
        (50, -3, 0.001),
    ],
)
def test_what_is_left_shortens_a_timeout(
    timeout: float | None, within: float | None, given: float
) -> None:
    """The shorter of both counts; a call whose time is up has a millisecond."""
    client = engine(Clock())
    fresh_token(client)
    found = next(client.send(orders_get.call(7), timeout, within=within))
    assert isinstance(found, Send)
    assert found.request.timeout == pytest.approx(given)


def test_a_good_response_refunds_the_quota() -> None:
    """Good responses return a share of a retry, others do not."""
    client = engine(Clock(), random=Draws(0.0))
    while client.retry_quota.acquire():
        pass
    for _ in range(5):
        send(client.send(orders_get.call(7), None), TOKEN, FINE)
        fresh = client.tokens.peek()
        assert fresh is not None
    assert client.retry_quota.acquire()


def test_a_429_of_a_call_takes_no_quota_and_pauses_the_limiter() -> None:
    """A retry that the service asked for is free, and every call waits for it."""
    clock, draws = Clock(), Draws(0.0)
    client = engine(clock, random=draws)
    while client.retry_quota.acquire():
        pass
    limited = HttpResponse(429, {"retry-after": "7"}, b"")
    step = send(client.send(orders_get.call(7), None), TOKEN, limited)
    assert step == Sleep(7.0)
    found = client.limiter.acquire(clock())
    assert getattr(found, "seconds", None) == 7.0


@pytest.mark.parametrize("failure", ["ConnectError", "Closed", "TooLate"])
def test_what_was_not_sent_gives_its_place_back(failure: str) -> None:
    """A request that never left takes no place of the rate; one that may have does."""
    for kind, free in ((failure, True), ("ReadTimeout", False)):
        client = engine(Clock(), settings={"max_attempts": 1, "rate": "2/min"})
        client.limiter = RateLimiter(client.settings.rate)
        error_of(client.send(orders_get.call(7), None), TOKEN, TransportFailure((kind,)))
        found = client.limiter.acquire(client.clock())
        assert hasattr(found, "window") is free


def test_a_cancelled_request_counts_as_sent() -> None:
    """A request that is cancelled is finished: its place is not taken for ever."""
    client = engine(Clock())
    fresh_token(client)
    flow = client.send(orders_get.call(7), None)
    next(flow)
    other = client.send(orders_get.call(7), None)
    next(other)
    third = client.send(orders_get.call(7), None)
    blocked = next(third)
    assert isinstance(blocked, Wait)
    flow.close()
    assert blocked.event.done()


def test_a_doubt_matters_more_than_a_token_that_is_not_there() -> None:
    """If no token can be fetched for the next attempt of a write, its outcome stays unknown."""
    clock = Clock()
    client = engine(clock, random=Draws(0.5), settings={"max_attempts": 3})
    flow = client.send(customers_update.call(1, {}), None)
    assert isinstance(send(flow, TOKEN, LOST), Sleep)
    token = client.tokens.peek()
    assert token is not None
    client.tokens.discard(token)
    assert isinstance(flow.send(None), Send)
    with pytest.raises(OutcomeUnknown, match="ReadTimeout, the request may have arrived"):
        flow.send(HttpResponse(401, {}, b'{"statusCode": 401, "message": "Access denied"}'))


def test_a_read_states_why_there_is_no_token() -> None:
    """If no token can be fetched for a read, the error is about the token."""
    client = engine(Clock(), random=Draws(0.5), settings={"max_attempts": 3})
    flow = client.send(orders_get.call(7), None)
    assert isinstance(send(flow, TOKEN, LOST), Sleep)
    token = client.tokens.peek()
    assert token is not None
    client.tokens.discard(token)
    assert isinstance(flow.send(None), Send)
    with pytest.raises(Unauthorized, match="Access denied"):
        flow.send(HttpResponse(401, {}, b'{"statusCode": 401, "message": "Access denied"}'))


def test_no_time_after_an_attempt_ends_with_that_attempt() -> None:
    """If time is up before the next attempt, the error is about the last one."""
    clock = Clock()
    client = engine(clock, random=Draws(0.0))
    flow = client.send(orders_get.call(7), 10.0)
    assert isinstance(send(flow, TOKEN), Send)
    limited = HttpResponse(503, {}, b"")
    client.limiter.rejected(client.limiter.acquire(clock()), 60.0, clock())  # free
    with pytest.raises(errors.ServerError) as caught:
        flow.send(limited)
    assert caught.value.attempts == 1


def test_time_that_is_up_is_reported_before_anything_is_sent() -> None:
    """A call without any time left is NotSent, with its seconds and without a wait."""
    clock = Clock()
    client = engine(clock)
    flow = client.send(orders_get.call(7), 5.0)
    step = next(flow)
    assert isinstance(step, Send)
    clock.now += 6.0
    with pytest.raises(NotSent) as caught:
        flow.send(TOKEN)
    assert str(caught.value).startswith("orders.get: time was up before it could be sent.")
    assert (caught.value.elapsed, caught.value.attempts) == (6.0, 0)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(("within", "leaves"), [(0.0, False), (0.5, True)])
def test_an_order_leaves_only_while_there_is_time(within: float, leaves: bool) -> None:
    """Without any time left an order is NotSent, and no rate is named as the reason."""
    client = engine(Clock())
    fresh_token(client)
    flow = client.send(orders_create.call({}), None, within=within)
    if leaves:
        assert isinstance(next(flow), Send)
        return
    with pytest.raises(NotSent) as caught:
        next(flow)
    assert str(caught.value).startswith("orders.create: time was up before it could be sent.")
    assert caught.value.retry_after is None


def test_an_attempt_is_reported_with_its_times_and_its_failure() -> None:
    """A hook receives the number, the seconds, the end, and the first name of a failure."""
    clock, listener = Clock(), Listener()
    client = Engine(settings(), clock, lambda: 77.0, hooks=(listener,), random=lambda: 0.0)
    flow = client.send(orders_get.call(7), None)
    send(flow, TOKEN)
    clock.now += 2.0
    flow.send(TransportFailure(("ReadError", "NetworkError")))
    clock.now += 3.0
    with pytest.raises(StopIteration):
        flow.send(HttpResponse(200, {"x-correlation-id": "a8n-1"}, b'{"id": "7"}'))
    first, second = (each for each in listener.told if each.operation == "orders.get")
    assert (first.number, first.status, first.failure) == (1, None, "ReadError")
    assert (first.seconds, first.ended, first.correlation_id) == (2.0, 77.0, None)
    assert (second.number, second.status, second.failure) == (2, 200, None)
    assert (second.seconds, second.correlation_id) == (3.0, "a8n-1")
    assert (second.method, second.route) == ("GET", "/orders/{id}")


def test_a_failed_attempt_is_reported_with_its_correlation_id() -> None:
    """A refusal is reported with the correlation id of its body."""
    seen: list[Any] = []
    service = Service([said(404, "no")])
    with service.client(hooks=[seen.append]) as mp, pytest.raises(errors.NotFound):
        mp.orders.get(7)
    assert seen[-1].correlation_id == "a8n-11111111-2222-4333-8444-555555555555"


def test_a_state_of_a_call_begins_with_nothing_sent() -> None:
    """The errors of a call contain its operation, attempts and deadline."""
    clock = Clock()
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(clock=clock, rate="1/min") as mp, pytest.raises(NotSent) as caught:
        mp.orders.create({}, timeout=20)
    assert (caught.value.attempts, caught.value.operation) == (0, "orders.create")


@pytest.mark.parametrize("operation", ["orders.get", "customers.update"])
def test_a_doubt_stays_until_the_end_of_a_call(operation: str) -> None:
    """A lost response, then attempts that were not carried out: only a read is certain."""
    calls: dict[str, Callable[[], Call[Any]]] = {
        "orders.get": lambda: orders_get.call(7),
        "customers.update": lambda: customers_update.call(1, {}),
    }
    client = engine(Clock(), random=Draws(0.0), settings={"max_attempts": 3})
    found = error_of(client.send(calls[operation](), None), TOKEN, LOST, REFUSED, REFUSED)
    is_write = OPERATIONS[operation].effect == "write"
    assert isinstance(found, OutcomeUnknown if is_write else NoAnswer)
    client = engine(Clock(), random=Draws(0.0), settings={"max_attempts": 3})
    found = error_of(client.send(calls[operation](), None), TOKEN, REFUSED, REFUSED, REFUSED)
    assert isinstance(found, NotSent)


def test_a_far_retry_after_ends_the_next_call_at_once() -> None:
    """A call that would have to wait longer than any call should is not begun."""
    clock = Clock()
    service = Service([gateway(429, "x", **{"Retry-After": "3000"})])
    with service.client(clock=clock, timeout=9000) as mp:
        with pytest.raises(errors.RateLimited):
            mp.with_options(max_attempts=1).orders.get(7)
        with pytest.raises(NotSent, match="the rate allows no call for 3000 s"):
            mp.orders.get(7)
    assert clock.now == 1000.0


@pytest.mark.parametrize(("moment", "goes_on"), [(1299.9, True), (1300.0, False)])
def test_waiting_for_the_rate_extends_a_default_deadline(moment: float, goes_on: bool) -> None:
    """A read has 240 seconds, and those on top that it waited for the rate; no more, no less."""
    clock = Clock()
    client = engine(clock, random=Draws(0.0))
    fresh_token(client)
    (flow,) = waiting(client)
    client.limiter = RateLimiter()
    clock.now += 60.0
    assert isinstance(flow.send(None), Send)
    clock.now = moment
    if goes_on:
        assert isinstance(flow.send(BUSY), Send)
        return
    with pytest.raises(errors.ServerError):
        flow.send(BUSY)


def test_a_token_is_requested_again_when_that_fails() -> None:
    """The request for a token is retried like any other, and so is the call after it."""
    client = engine(Clock(), random=Draws(0.0))
    flow = client.send(orders_get.call(7), None)
    assert send(flow, BUSY, BUSY, TOKEN, FINE).id == "7"


class Observer:
    """An observer that notes the samples of every call."""

    def __init__(self, drawn: bool) -> None:
        self.drawn = drawn
        self.samples: list[Any] = []

    def draw(self) -> bool:
        """Whether the response is looked at."""
        return self.drawn

    def put(self, sample: Any) -> None:
        """Note a sample."""
        self.samples.append(sample)


@pytest.mark.parametrize("drawn", [True, False])
def test_an_observer_is_given_the_refusals_that_it_draws(drawn: bool) -> None:
    """Operation and status of a refusal are observed, but not its body."""
    observer: Any = Observer(drawn)
    client = engine(Clock(), observer=observer, settings={"max_attempts": 1})
    refusal = HttpResponse(404, {}, b'{"message": "canary"}')
    error_of(client.send(orders_get.call(7), None), TOKEN, refusal)
    found = [each for each in observer.samples if each.status == 404]
    assert [each.operation.id for each in found] == ["orders.get"] * drawn
    assert "canary" not in repr(found)


@pytest.mark.parametrize("drawn", [True, False])
def test_an_observer_is_given_the_responses_that_it_draws(drawn: bool) -> None:
    """A good response is observed with its body and with what the client read from it."""
    observer: Any = Observer(drawn)
    client = engine(Clock(), observer=observer)
    order = send(client.send(orders_get.call(7), None), TOKEN, FINE)
    found = [each for each in observer.samples if each.operation.id == "orders.get"]
    assert [(each.status, each.body) for each in found] == [(200, FINE.body)] * drawn
    assert [each.seen.value is order for each in found] == [True] * drawn


def test_deviations_are_raised_where_nobody_is_reported_of_them() -> None:
    """With `on_drift="raise"` deviations are errors, with a function they are reported."""
    strange = httpx.Response(200, json={"id": 7, "type": 5})
    service = Service([strange])
    with service.client(on_drift="raise") as mp, pytest.raises(errors.ResponseMismatch) as caught:
        mp.orders.get(7)
    assert caught.value.operation == "orders.get"
    told: list[Any] = []
    with Service([strange]).client(on_drift=told.append) as mp:
        assert mp.orders.get(7).to_dict()["type"] == 5
    assert told
