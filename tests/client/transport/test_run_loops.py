"""The two run loops: turns, errors from inner flows, threads and tasks."""

import asyncio
import threading
import time
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._engine.engine import Engine
from cloud_marketplace._engine.messages import HttpRequest, HttpResponse
from cloud_marketplace._engine.steps import Send, Sleep, Spawn, Wait
from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop
from support.client import GIVEN, TOKEN, Clock, Service, settings

MANY = 200
FREE = "100000/min"
REQUEST = HttpRequest("GET", "https://api.example/x", {})
REPLY = HttpResponse(200, {}, b"{}")


class FakeTransport:
    """A transport that responds at once."""

    def send(self, _: HttpRequest) -> HttpResponse:
        """Respond."""
        return REPLY


class AsyncFakeTransport:
    """Its twin."""

    async def send(self, _: HttpRequest) -> HttpResponse:
        """Respond."""
        return REPLY


FAKE: Any = FakeTransport()
ASYNC_FAKE: Any = AsyncFakeTransport()


def run_both(make_flow: Any) -> list[Any]:
    """Return the results of both run loops, with the sleeps of each."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    engine = Engine(settings(), Clock(), time.time)
    sync: Any = SyncRunLoop(engine, FAKE, slept.append)
    twin: Any = AsyncRunLoop(engine, ASYNC_FAKE, sleep)
    return [sync.run(make_flow()), asyncio.run(twin.run(make_flow())), slept]


def test_steps_are_carried_out_and_their_results_given_back() -> None:
    """Both run loops send, sleep, and give the flow's value."""

    def flow() -> Generator[Any, Any, Any]:
        yield Sleep(2.5)
        return (yield Send(REQUEST))

    assert run_both(flow) == [REPLY, REPLY, [2.5, 2.5]]


def test_a_flow_waits_for_an_event_but_not_for_ever() -> None:
    """Waiting ends with the event, or when its time is over; the event is left unchanged."""
    event: Future[None] = Future()

    def flow() -> Generator[Any, Any, bool]:
        yield Wait(event, 0.001)
        return event.done()

    assert run_both(flow)[:2] == [False, False]
    assert not event.cancelled()
    event.set_result(None)
    assert run_both(flow)[:2] == [True, True]


def test_an_interrupted_flow_is_closed() -> None:
    """A flow whose step is interrupted can still put its things in order."""
    ended: list[str] = []

    def flow() -> Generator[Any, Any, None]:
        try:
            yield Sleep(1.0)
        finally:
            ended.append("closed")

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    async def cancel(_: float) -> None:
        raise asyncio.CancelledError

    engine = Engine(settings(), Clock(), time.time)
    kept = [flow(), flow()]  # Python itself closes a flow without references
    with pytest.raises(KeyboardInterrupt):
        SyncRunLoop(engine, FAKE, interrupt).run(kept[0])
    assert ended == ["closed"]
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(AsyncRunLoop(engine, ASYNC_FAKE, cancel).run(kept[1]))
    assert ended == ["closed"] * 2


def slow_tokens(service: Service, seconds: float = 0.02) -> None:
    """Delay each token response of the service."""

    def response(_: httpx.Request) -> httpx.Response:
        time.sleep(seconds)
        body = {"token": f"{TOKEN}-{len(service.token_requests)}", "expiresInSeconds": 1500}
        return httpx.Response(200, json=body)

    service.tokens = [response] * 5


def test_threads_share_one_token_request() -> None:
    """Threads that need a token at the same moment cause one token request."""
    service = Service([httpx.Response(200, json={"id": "7"})])
    slow_tokens(service)
    with service.client(rate=FREE) as mp, ThreadPoolExecutor(MANY) as pool:
        barrier = threading.Barrier(MANY)

        def read(_: int) -> str:
            barrier.wait()
            return mp.orders.get(7).id

        assert list(pool.map(read, range(MANY))) == ["7"] * MANY
    assert len(service.token_requests) == 1
    assert len(service.requests) == MANY


def test_tasks_share_one_token_request() -> None:
    """Tasks that need a token at the same moment cause one token request."""
    service = Service([httpx.Response(200, json={"id": "7"})])

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)  # let the other tasks come up
            return service(request)

    async def main() -> list[str]:
        async with service.async_client(transport=Slow(), rate=FREE) as mp:
            return [order.id for order in await asyncio.gather(*map(mp.orders.get, [7] * MANY))]

    assert asyncio.run(main()) == ["7"] * MANY
    assert len(service.token_requests) == 1


def test_threads_whose_token_is_refused_share_one_renewal() -> None:
    """Threads whose token is refused at the same moment cause one more token request."""
    barrier = threading.Barrier(MANY)

    def response(request: httpx.Request) -> httpx.Response:
        if request.headers["authorization"].endswith("-1"):
            barrier.wait()
            return httpx.Response(401, json={"status": 401, "message": "expired"})
        return httpx.Response(200, json={"id": "7"})

    service = Service([response])
    with service.client(rate=FREE) as mp, ThreadPoolExecutor(MANY) as pool:
        assert {order.id for order in pool.map(mp.orders.get, [7] * MANY)} == {"7"}
    assert len(service.token_requests) == 2
    assert len(service.requests) == 2 * MANY


def test_a_cancelled_task_leaves_the_turn_to_others() -> None:
    """A task cancelled while it fetches the token lets the next one fetch it."""
    service = Service([httpx.Response(200, json={"id": "7"})])

    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if len(service.token_requests) == 0:
                service(request)
                await asyncio.sleep(3600)
            return service(request)

    async def main() -> str:
        async with service.async_client(transport=Hanging()) as mp:
            first = asyncio.create_task(mp.orders.get(7))
            await asyncio.sleep(0)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            return (await mp.orders.get(7)).id

    assert asyncio.run(main()) == "7"


def old_token(service: Service, refresh: Any) -> Clock:
    """A clock near the end of the first token's life; the next token is given by `refresh`."""
    service.tokens = [httpx.Response(200, json={"token": "old", "expiresInSeconds": 1500}), refresh]
    return Clock()


def test_a_call_does_not_wait_for_a_token_that_is_fetched_ahead_of_time() -> None:
    """While a new token is slow to arrive, calls use the old one; then they use the new one."""
    gate = threading.Event()

    def slow(_: httpx.Request) -> httpx.Response:
        gate.wait(10)
        return httpx.Response(200, json={"token": "new", "expiresInSeconds": 1500})

    service = Service([httpx.Response(200, json={"id": "7"})])
    clock = old_token(service, slow)
    with service.client(clock=clock) as mp:
        mp.orders.get(7)
        clock.now += 1300.0
        for _ in range(2):
            mp.orders.get(7)
        gate.set()
        for thread in threading.enumerate():
            if thread.name == "cloud-marketplace-token":
                thread.join(60)
        mp.orders.get(7)
    used = [request.headers["authorization"] for request in service.requests]
    assert used == ["Bearer old"] * 3 + ["Bearer new"]
    assert len(service.token_requests) == 2


def test_a_task_does_not_wait_for_a_token_that_is_fetched_ahead_of_time() -> None:
    """The asynchronous client continues with the old token too, and ends though the fetch hangs."""
    service = Service([httpx.Response(200, json={"id": "7"})])
    clock = old_token(service, None)

    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/token") and service.token_requests and service.tokens:
                await asyncio.sleep(3600)
            return service(request)

    mp = service.async_client(clock=clock, transport=Hanging())

    async def main() -> None:
        await mp.orders.get(7)
        clock.now += 1300.0
        await asyncio.gather(mp.orders.get(7), mp.orders.get(7))

    asyncio.run(main())
    assert {r.headers["authorization"] for r in service.requests} == {"Bearer old"}
    # The event loop has ended and cancelled the fetch, so the next call does not wait for it.
    service.tokens = []
    clock.now += 200.0
    asyncio.run(mp.orders.get(7))
    assert service.requests[-1].headers["authorization"] == f"Bearer {TOKEN}-2"


def test_what_is_begun_beside_a_flow_always_ends() -> None:
    """A flow beside another one that fails, or that never begins, gets its end reported."""
    ended: list[str] = []

    def beside() -> Generator[Any, Any, None]:
        yield Sleep(0.0)
        raise RuntimeError

    def flow() -> Generator[Any, Any, None]:
        yield Spawn(beside(), lambda: ended.append("done"))

    engine = Engine(settings(), Clock(), time.time)
    before = threading.active_count()
    SyncRunLoop(engine, FAKE, lambda _: None).run(flow())
    while threading.active_count() > before:
        time.sleep(0)
    asyncio.run(AsyncRunLoop(engine, ASYNC_FAKE, asyncio.sleep).run(flow()))
    assert ended == ["done"] * 2


def endless() -> Generator[Any, Any, None]:
    """Sleep again and again."""
    while True:
        yield Sleep(1.0)


def test_a_clock_that_stands_still_ends_a_flow() -> None:
    """Many sleeps that do not move the clock are an error of the settings, in both clients."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    engine = Engine(settings(), Clock(), time.time)
    sync: Any = SyncRunLoop(engine, FakeTransport(), slept.append)
    twin: Any = AsyncRunLoop(engine, AsyncFakeTransport(), sleep)
    with pytest.raises(errors.ConfigurationError, match="the clock has not moved") as caught:
        sync.run(endless())
    assert caught.value.settings == ("clock", "sleep")
    with pytest.raises(errors.ConfigurationError, match="`clock` and `sleep` together"):
        asyncio.run(twin.run(endless()))
    assert len(slept) == 200


def test_a_clock_that_moves_ends_nothing() -> None:
    """Neither sleeps that end a little early nor a clock that stops now and then end a flow."""
    clock, slept = Clock(), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += 0.0 if len(slept) % 50 else seconds * 0.9

    def flow() -> Generator[Any, Any, str]:
        for _ in range(500):
            yield Sleep(1.0)
        return "done"

    engine = Engine(settings(), clock, time.time)
    sync: Any = SyncRunLoop(engine, FakeTransport(), sleep)
    assert sync.run(flow()) == "done"


@pytest.mark.parametrize("clock", [Clock(), time.monotonic])
def test_a_rate_that_is_waited_for_by_a_wrong_sleep_is_reported(clock: Any) -> None:
    """A client given `sleep` alone does not spin until a real minute has passed."""
    given = GIVEN | {"transport": Service([{"id": "7"}]), "sleep": lambda _: None}
    with Marketplace(**given, rate="2/60s", clock=clock) as mp:
        mp.orders.get(7)
        with pytest.raises(errors.ConfigurationError, match="has not moved"):
            mp.orders.get(7)
