"""The two run loops that carry out the steps of a flow: one with threads, one with tasks.

Both run the same flows, those of single calls and those of workflows. They know how to exchange
a request, wait, and run things at the same time, and decide nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import wait
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.protocols import RowList

from cloud_marketplace._engine.engine import Engine
from cloud_marketplace._engine.steps import (
    Flow,
    Gather,
    RunInThread,
    Send,
    SendCall,
    Sleep,
    Spawn,
    Step,
    Wait,
)
from cloud_marketplace._observability import logs
from cloud_marketplace._pagination.cursor import Rows, rows_of
from cloud_marketplace._pagination.pages import AsyncRowPage, RowPage
from cloud_marketplace._transport.interruption import interruption_of, without_frames
from cloud_marketplace._transport.stalled_clock import SleepWatch

if TYPE_CHECKING:
    from asyncio import Task

    from cloud_marketplace._transport.httpx_transport import AsyncTransport, SyncTransport

T = TypeVar("T")
Row = TypeVar("Row")


class SyncRunLoop:
    """Runs flows in the calling thread; the generated resources' `Sender`.

    Args:
        engine: Creates the flows of calls.
        transport: The network.
        sleep: Waits for some seconds.
    """

    def __init__(
        self, engine: Engine, transport: SyncTransport, sleep: Callable[[float], None]
    ) -> None:
        self.engine = engine
        self.transport = transport
        self._sleep = sleep

    def over(self, engine: Engine) -> SyncRunLoop:
        """Create a run loop of another engine over the same network."""
        return SyncRunLoop(engine, self.transport, self._sleep)

    def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""
        return self.run(self.engine.send(call, timeout))

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> RowPage[Row]:
        """Send a call and return the page in its response."""

        def fetch(following: Call[RowList[Row]]) -> Rows[Row]:
            return self.send(rows_of(following), timeout=timeout)

        return RowPage(call, fetch(call), fetch)

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end."""
        result: Any = None
        failure: Exception | None = None
        watch = SleepWatch(self.engine.clock)
        try:
            while True:
                step = flow.throw(failure) if failure else flow.send(result)
                try:
                    if type(step) is Sleep:
                        watch.begin()
                    result, failure = self._perform(step), None
                    if type(step) is Sleep:
                        watch.end(step.seconds)
                except Exception as error:  # noqa: BLE001 - the flow decides
                    # Thrown in outside of this block; otherwise each error would be the context
                    # of the next one.
                    result, failure = None, error
        except StopIteration as stop:
            value: T = stop.value
            return value
        except BaseException as error:
            if interruption_of(error) is not error:
                raise
            interruption = without_frames(error)
        finally:
            flow.close()  # an interrupted flow still releases its waiters
        raise interruption

    def _perform(self, step: Step) -> Any:
        return self._PERFORM[type(step)](self, step)

    def _send_call(self, step: SendCall[Any]) -> Any:
        flow = self.engine.send(
            step.call, step.timeout, within=step.within, before_send=step.before_send
        )
        return self.run(flow)

    def _pause(self, step: Sleep) -> Any:
        return self._sleep(step.seconds)

    def _wait(self, step: Wait) -> Any:
        return wait([step.event], step.seconds)

    def _run_in_thread(self, step: RunInThread) -> Any:
        return step.function()  # this is a thread already

    def _send(self, step: Send) -> Any:
        if step.receiver is None:
            return self.transport.send(step.request)
        return self.transport.stream(step.request, step.receiver)

    def _start(self, step: Spawn) -> None:
        """Run a flow in a thread of its own, which does not keep the process alive."""
        from contextvars import copy_context

        context = copy_context()

        def work() -> None:
            context.run(self._in_background, step)

        try:
            threading.Thread(target=work, name="cloud-marketplace-token", daemon=True).start()
        except RuntimeError:  # no more threads, or the interpreter is about to end
            work()

    def _in_background(self, step: Spawn) -> None:
        try:
            self.run(step.flow)
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            logs.beside_failed(type(error).__name__)
        finally:
            step.done()

    def _gather(self, step: Gather) -> list[Any]:
        from concurrent.futures import ThreadPoolExecutor

        queue = FlowQueue(step)
        with ThreadPoolExecutor(step.width, "cloud-marketplace") as pool:
            width = min(step.width, len(step.flows))
            threads = [pool.submit(self._drain, queue) for _ in range(width)]
            try:
                wait(threads)
            except BaseException as error:
                queue.fail(error)  # interrupted: running flows end, no further one is started
                raise
        return queue.finish()

    def _drain(self, queue: FlowQueue) -> None:
        for position, make in queue:
            try:
                queue.results[position] = self.run(make())
            except BaseException as error:  # noqa: BLE001 - raised again by `_gather`
                queue.fail(error)

    _PERFORM: ClassVar[Mapping[type[Any], Callable[..., Any]]] = {
        Send: _send,
        SendCall: _send_call,
        Sleep: _pause,
        Wait: _wait,
        Spawn: _start,
        Gather: _gather,
        RunInThread: _run_in_thread,
    }


class AsyncRunLoop:
    """Runs flows in the calling task; the generated resources' `AsyncSender`.

    The arguments are those of `SyncRunLoop`.
    """

    def __init__(
        self, engine: Engine, transport: AsyncTransport, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self.engine = engine
        self.transport = transport
        self._sleep = sleep
        self._tasks: set[Task[None]] = set()  # an event loop refers to its tasks weakly

    def over(self, engine: Engine) -> AsyncRunLoop:
        """Create a run loop of another engine over the same network."""
        return AsyncRunLoop(engine, self.transport, self._sleep)

    async def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""
        return await self.run(self.engine.send(call, timeout))

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> AsyncRowPage[Row]:
        """Return the page of a call; it is fetched when awaited or iterated over."""

        async def fetch(following: Call[RowList[Row]]) -> Rows[Row]:
            return await self.send(rows_of(following), timeout=timeout)

        return AsyncRowPage(call, fetch)

    async def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end."""
        result: Any = None
        failure: Exception | None = None
        watch = SleepWatch(self.engine.clock)
        try:
            while True:
                step = flow.throw(failure) if failure else flow.send(result)
                try:
                    if type(step) is Sleep:
                        watch.begin()
                    result, failure = await self._perform(step), None
                    if type(step) is Sleep:
                        watch.end(step.seconds)
                except Exception as error:  # noqa: BLE001 - as in `SyncRunLoop.run`
                    result, failure = None, error
        except StopIteration as stop:
            value: T = stop.value
            return value
        except BaseException as error:
            if interruption_of(error) is not error:
                raise
            interruption = without_frames(error)
        finally:
            flow.close()  # as in `SyncRunLoop.run`
        raise interruption

    async def _perform(self, step: Step) -> Any:
        return await self._PERFORM[type(step)](self, step)

    async def _send_call(self, step: SendCall[Any]) -> Any:
        flow = self.engine.send(
            step.call, step.timeout, within=step.within, before_send=step.before_send
        )
        return await self.run(flow)

    async def _pause(self, step: Sleep) -> Any:
        return await self._sleep(step.seconds)

    async def _wait(self, step: Wait) -> Any:
        import asyncio  # here, since the synchronous client does not need it

        # The event belongs to no event loop, so calls of several loops can wait for it.
        return await asyncio.wait([asyncio.wrap_future(step.event)], timeout=step.seconds)

    async def _run_in_thread(self, step: RunInThread) -> Any:
        from asyncio import to_thread

        return await to_thread(step.function)

    async def _send(self, step: Send) -> Any:
        if step.receiver is None:
            return await self.transport.send(step.request)
        return await self.transport.stream(step.request, step.receiver)

    async def _start(self, step: Spawn) -> None:
        """Run a flow in a task of its own."""
        from asyncio import create_task

        task = create_task(self._in_background(step))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: step.done())

    async def _in_background(self, step: Spawn) -> None:
        try:
            await self.run(step.flow)
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            logs.beside_failed(type(error).__name__)

    async def _gather(self, step: Gather) -> list[Any]:
        from asyncio import create_task, gather

        queue = FlowQueue(step)
        width = min(step.width, len(step.flows))
        tasks = [create_task(self._drain(queue)) for _ in range(width)]
        try:
            await gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        return queue.finish()

    async def _drain(self, queue: FlowQueue) -> None:
        for position, make in queue:
            try:
                queue.results[position] = await self.run(make())
            except Exception as error:  # noqa: BLE001 - raised again by `_gather`
                queue.fail(error)

    _PERFORM: ClassVar[Mapping[type[Any], Callable[..., Awaitable[Any]]]] = {
        Send: _send,
        SendCall: _send_call,
        Sleep: _pause,
        Wait: _wait,
        Spawn: _start,
        Gather: _gather,
        RunInThread: _run_in_thread,
    }


class FlowQueue:
    """Hands out the flows of a `Gather` step in turn, until one of them has failed.

    Iterate over it from several threads or tasks: each flow is handed out once.
    """

    def __init__(self, step: Gather) -> None:
        self.results: list[Any] = [None] * len(step.flows)
        self._failure: BaseException | None = None
        self._rest = iter(list(enumerate(step.flows)))
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[tuple[int, Callable[[], Flow[Any]]]]:
        while True:
            with self._lock:
                following = None if self._failure else next(self._rest, None)
            if following is None:
                return
            yield following

    def fail(self, error: BaseException) -> None:
        """Record an error; the first one counts."""
        with self._lock:
            self._failure = self._failure or error

    def finish(self) -> list[Any]:
        """Return the results, or raise the first error."""
        if self._failure:
            raise self._failure
        return self.results
