"""Two thin drivers that carry out the steps of a flow: one with threads, one with tasks.

Both run the same flows; all that they know is how to send, sleep and wait.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import wait
from typing import TYPE_CHECKING, Any, TypeVar

from cloud_marketplace_api.seam import Call, RowList

from cloud_marketplace._engine.engine import Engine, Flow, Send, Sleep, Spawn, Step
from cloud_marketplace._observability import logs
from cloud_marketplace._pagination.cursor import Rows, rows_of
from cloud_marketplace._pagination.pages import AsyncRowPage, RowPage
from cloud_marketplace.errors import MarketplaceError

if TYPE_CHECKING:
    from asyncio import Task

    from cloud_marketplace._transport.httpx_transport import AsyncWire, SyncWire

T = TypeVar("T")
Row = TypeVar("Row")


class SyncDriver:
    """Sends calls from threads; the generated resources' `Sender`.

    Args:
        engine: Makes the flows.
        wire: The network.
        sleep: Waits so many seconds.
    """

    def __init__(self, engine: Engine, wire: SyncWire, sleep: Callable[[float], None]) -> None:
        self.engine = engine
        self.wire = wire
        self._sleep = sleep

    def over(self, engine: Engine) -> SyncDriver:
        """Give a driver of another engine over the same network."""
        return SyncDriver(engine, self.wire, self._sleep)

    def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its answer."""
        return self.run(self.engine.send(call, timeout))

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> RowPage[Row]:
        """Send a call and give the page it answers."""

        def fetch(following: Call[RowList[Row]]) -> Rows[Row]:
            return self.send(rows_of(following), timeout=timeout)

        return RowPage(call, fetch(call), fetch)

    def run(self, flow: Flow[T]) -> T:
        """Carry out a flow to its end."""
        result: Any = None
        failure: MarketplaceError | None = None
        try:
            while True:
                step = flow.throw(failure) if failure else flow.send(result)
                try:
                    result, failure = self._perform(step), None
                except MarketplaceError as error:
                    # Thrown in outside of this block, or else each error would drag this one along.
                    result, failure = None, error
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            flow.close()  # an interrupted flow still sees to those who wait for it

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return self.wire.send(step.request)
        if isinstance(step, Sleep):
            return self._sleep(step.seconds)
        if isinstance(step, Spawn):
            return self._begin(step)
        return wait([step.event], step.seconds)

    def _begin(self, step: Spawn) -> None:
        """Carry out a flow in a thread of its own, which does not keep the process alive."""
        from contextvars import copy_context
        from threading import Thread

        context = copy_context()

        def work() -> None:
            context.run(self._beside, step)

        try:
            Thread(target=work, name="cloud-marketplace-token", daemon=True).start()
        except RuntimeError:  # no more threads, or the interpreter is about to end
            work()

    def _beside(self, step: Spawn) -> None:
        try:
            self.run(step.flow)
        except Exception as error:  # noqa: BLE001 - nobody is there to take it
            logs.beside_failed(type(error).__name__)
        finally:
            step.done()


class AsyncDriver:
    """Sends calls from tasks; the generated resources' `AsyncSender`; arguments as above."""

    def __init__(
        self, engine: Engine, wire: AsyncWire, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self.engine = engine
        self.wire = wire
        self._sleep = sleep
        self._tasks: set[Task[None]] = set()  # a loop itself holds them weakly

    def over(self, engine: Engine) -> AsyncDriver:
        """Give a driver of another engine over the same network."""
        return AsyncDriver(engine, self.wire, self._sleep)

    async def send(self, call: Call[T], *, timeout: float | None) -> T:  # noqa: ASYNC109 - the API's
        """Send a call and read its answer."""
        return await self.run(self.engine.send(call, timeout))

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> AsyncRowPage[Row]:
        """Give the page that a call answers; it is fetched when awaited or gone through."""

        async def fetch(following: Call[RowList[Row]]) -> Rows[Row]:
            return await self.send(rows_of(following), timeout=timeout)

        return AsyncRowPage(call, fetch)

    async def run(self, flow: Flow[T]) -> T:
        """Carry out a flow to its end."""
        result: Any = None
        failure: MarketplaceError | None = None
        try:
            while True:
                step = flow.throw(failure) if failure else flow.send(result)
                try:
                    result, failure = await self._perform(step), None
                except MarketplaceError as error:
                    result, failure = None, error  # as above
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            flow.close()  # as above

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return await self.wire.send(step.request)
        if isinstance(step, Sleep):
            return await self._sleep(step.seconds)
        import asyncio  # here, for threads need none of it

        if isinstance(step, Spawn):
            task = asyncio.create_task(self._beside(step))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _: step.done())
            return None
        # What is waited for belongs to no loop, so calls of several loops can wait together.
        return await asyncio.wait([asyncio.wrap_future(step.event)], timeout=step.seconds)

    async def _beside(self, step: Spawn) -> None:
        try:
            await self.run(step.flow)
        except Exception as error:  # noqa: BLE001 - nobody is there to take it
            logs.beside_failed(type(error).__name__)
