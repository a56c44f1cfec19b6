"""Work that takes several calls, written once for both clients and without any I/O.

A procedure is a generator, as a flow is, one floor above it: its steps are whole calls, pauses,
work on this machine's disk, and other procedures at the same time. The two runners carry the
steps out, so what is decided here can't differ between the clients.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from cloud_marketplace_api.seam import Call

from cloud_marketplace._config.settings import Settings
from cloud_marketplace._engine.build_request import timeout_of
from cloud_marketplace._engine.engine import Flow, Sleep
from cloud_marketplace._engine.messages import HttpRequest, WireFailure
from cloud_marketplace.errors import MarketplaceError

if TYPE_CHECKING:
    from cloud_marketplace._transport.httpx_transport import Receiver
    from cloud_marketplace._transport.run_loops import AsyncDriver, SyncDriver
    from cloud_marketplace._workflows.intent_store import Intents

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask(Generic[T]):
    """Step: send a call; its result is the value.

    Attributes:
        call: The call.
        timeout: Seconds that it may take; None takes the client's setting.
        within: Seconds that are left for it at most, whatever the timeout.
    """

    call: Call[T]
    timeout: float | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Step: wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """Step: do something on this machine that may block, such as writing a file."""

    do: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Many:
    """Step: run procedures, so many at a time; its result is theirs, in their order.

    After the first error no more are begun; it is raised once those under way have ended.
    """

    procedures: Sequence[Callable[[], Procedure[Any]]]
    width: int


@dataclass(frozen=True, slots=True)
class Stream:
    """Step: send a request and pass the answer on in parts; its result is None or a failure."""

    request: HttpRequest
    receiver: Receiver


Step: TypeAlias = Ask[Any] | Pause | Work | Many | Stream
Procedure: TypeAlias = Generator[Step, Any, T]


def ask(call: Call[T], timeout: float | None = None, within: float | None = None) -> Procedure[T]:
    """Send a call and give its value; arguments as those of `Ask`."""
    value: T = yield Ask(call, timeout, within)
    return value


def work(do: Callable[[], T]) -> Procedure[T]:
    """Do something that may block, and give its result."""
    value: T = yield Work(do)
    return value


def stream(request: HttpRequest, receiver: Receiver) -> Procedure[WireFailure | None]:
    """Send a request whose answer comes in parts; gives a failure where it breaks off."""
    failure: WireFailure | None = yield Stream(request, receiver)
    return failure


@dataclass(frozen=True, slots=True)
class Desk:
    """What procedures know of their client.

    Attributes:
        settings: Its settings.
        clock: Gives seconds that only move forward.
        wall: Gives seconds since 1970.
        intents: Where its orders are written down before they are sent; None is the usual place.
    """

    settings: Settings
    clock: Callable[[], float]
    wall: Callable[[], float]
    intents: Intents | None = None

    @classmethod
    def of(cls, driver: SyncDriver | AsyncDriver) -> Desk:
        """Take it from a driver."""
        engine = driver.engine
        return cls(engine.settings, engine.clock, engine.wall, engine.intents)


class _Queue:
    """Hands out procedures in turn, and keeps their results or the first error."""

    def __init__(self, step: Many) -> None:
        self.results: list[Any] = [None] * len(step.procedures)
        self.failure: BaseException | None = None
        self._rest: Iterator[tuple[int, Callable[[], Procedure[Any]]]]
        self._rest = iter(list(enumerate(step.procedures)))
        self._lock = threading.Lock()

    def next(self) -> tuple[int, Callable[[], Procedure[Any]]] | None:
        """Give the next one and its place; None when there is none or one has failed."""
        with self._lock:
            return None if self.failure else next(self._rest, None)

    def fail(self, error: BaseException) -> None:
        """Note an error; the first one counts."""
        with self._lock:
            self.failure = self.failure or error


class SyncRunner:
    """Carries procedures out with threads.

    Args:
        driver: Sends the calls and waits.
    """

    def __init__(self, driver: SyncDriver) -> None:
        self._driver = driver
        self.desk = Desk.of(driver)

    def run(self, procedure: Procedure[T]) -> T:
        """Carry a procedure out to its end."""
        result: Any = None
        failure: MarketplaceError | None = None
        try:
            while True:
                step = procedure.throw(failure) if failure else procedure.send(result)
                try:
                    result, failure = self._perform(step), None
                except MarketplaceError as error:
                    # Thrown in outside of this block, or else each error would drag this one along.
                    result, failure = None, error
        except StopIteration as stop:
            value: T = stop.value
            return value

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Ask):
            return self._driver.send(step.call, timeout=_timeout(step, self.desk.settings))
        if isinstance(step, Pause):
            return self._driver.run(_nap(step.seconds))
        if isinstance(step, Work):
            return step.do()
        if isinstance(step, Stream):
            from cloud_marketplace._transport import httpx_transport

            return httpx_transport.stream(self._driver.wire, step.request, step.receiver)
        return self._many(step)

    def _many(self, step: Many) -> list[Any]:
        from concurrent.futures import ThreadPoolExecutor, wait

        queue = _Queue(step)
        with ThreadPoolExecutor(step.width, "cloud-marketplace") as pool:
            width = min(step.width, len(step.procedures))
            threads = [pool.submit(self._drain, queue) for _ in range(width)]
            try:
                wait(threads)
            except BaseException as error:
                queue.fail(error)  # interrupted: what is under way ends, nothing more begins
                raise
        if queue.failure:
            raise queue.failure
        return queue.results

    def _drain(self, queue: _Queue) -> None:
        while found := queue.next():
            place, start = found
            try:
                queue.results[place] = self.run(start())
            except BaseException as error:  # noqa: BLE001 - raised again by who waits for it
                queue.fail(error)


class AsyncRunner:
    """Carries procedures out with tasks; arguments as above."""

    def __init__(self, driver: AsyncDriver) -> None:
        self._driver = driver
        self.desk = Desk.of(driver)

    async def run(self, procedure: Procedure[T]) -> T:
        """Carry a procedure out to its end."""
        result: Any = None
        failure: MarketplaceError | None = None
        try:
            while True:
                step = procedure.throw(failure) if failure else procedure.send(result)
                try:
                    result, failure = await self._perform(step), None
                except MarketplaceError as error:
                    result, failure = None, error  # as above
        except StopIteration as stop:
            value: T = stop.value
            return value

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Ask):
            timeout = _timeout(step, self.desk.settings)
            return await self._driver.send(step.call, timeout=timeout)
        if isinstance(step, Pause):
            return await self._driver.run(_nap(step.seconds))
        if isinstance(step, Work):
            from asyncio import to_thread

            return await to_thread(step.do)
        if isinstance(step, Stream):
            from cloud_marketplace._transport import httpx_transport

            return await httpx_transport.astream(self._driver.wire, step.request, step.receiver)
        return await self._many(step)

    async def _many(self, step: Many) -> list[Any]:
        from asyncio import create_task, gather

        queue = _Queue(step)
        width = min(step.width, len(step.procedures))
        tasks = [create_task(self._drain(queue)) for _ in range(width)]
        try:
            await gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        if queue.failure:
            raise queue.failure
        return queue.results

    async def _drain(self, queue: _Queue) -> None:
        while found := queue.next():
            place, start = found
            try:
                queue.results[place] = await self.run(start())
            except Exception as error:  # noqa: BLE001 - raised again by who waits for it
                queue.fail(error)


def _nap(seconds: float) -> Flow[None]:
    yield Sleep(seconds)


def _timeout(step: Ask[Any], settings: Settings) -> float | None:
    """Shorten a timeout to what is left."""
    if step.within is None:
        return step.timeout
    return min(timeout_of(step.call.operation, step.timeout, settings), max(step.within, 0.001))
