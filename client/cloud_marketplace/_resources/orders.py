"""Orders, and tasks with several calls: placing once, waiting, reading since a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cloud_marketplace_api.api import orders as generated

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.create_order import create_order
from cloud_marketplace._workflows.intent_store import Intents, store_of
from cloud_marketplace._workflows.order_matching import checked_row
from cloud_marketplace._workflows.order_request import plan_order
from cloud_marketplace._workflows.orders_checkpoint import OrdersCheckpoint
from cloud_marketplace._workflows.orders_since import OrdersReading
from cloud_marketplace._workflows.place_order import OrderPlacement
from cloud_marketplace._workflows.wait_for_order import WAIT_TIMEOUT, wait_for_order

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderRequest, OrderSummary

    from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop

_PAGE = 200
"""Rows of a page if only the newest are wanted."""


class Orders(generated.Orders):
    """Sales, changes, renewals, cancellations and migrations."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: SyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    def create(
        self, body: OrderRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Order:
        """Create an order by one call. Prefer `place`, which never orders twice.

        Commits money; the order is processed after the response. The service has no idempotency
        key. It reports a conflict as 500, and repeating the call at once never helps.

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Raises:
            OutcomeUnknown: If the response was lost, is about another order, or is a redirect, an
                empty response or a page of something else than the service; with the customer and
                PO number to look for, and the id in the response as `candidates`.
        """
        return self._run_loop.run(create_order(body, timeout))

    def place(
        self,
        order: OrderRequest | Mapping[str, Any],
        *,
        reference: str,
        intents: Intents | None = None,
        timeout: float | None = None,
    ) -> Order:
        """Place an order once, however often this is called with the same reference.

        The intent is recorded before anything is sent. If the response is lost, or is about another
        order, the customer's new orders are searched until time is up, or until the order can have
        no effect any more: six minutes after it was sent. A call sends at most once, and only if
        no earlier attempt can have arrived; so after a crash, or when the outcome is unknown, call
        it again.

        An order that was placed before is read and returned as it is now, even if it failed: to
        order again, use a new reference.

        Args:
            order: `OrderRequest`, or a mapping of its JSON keys.
            reference: Your own name for this order, such as a ticket number: up to 100 characters.
                It becomes the PO number of an order that has none. An order's own PO number is
                kept; orders that are alike, PO number included, are then placed one after the
                other, each under its own reference.
            intents: Where intents are recorded: a store, or the path of an SQLite file on a disk
                that outlives a restart. None uses the client's setting, `MARKETPLACE_INTENTS`, or
                else a file in the user's state folder. All processes that may repeat a call need
                the same one.
            timeout: Seconds for everything, with waiting for the store and the rate limit. After
                an order was sent, it is searched for ten seconds at least. None uses the client's
                setting; without one the search goes on until the outcome is settled.

        Raises:
            OutcomeUnknown: If it is not known whether it was placed; calling again is safe.
                `candidates` are orders that may be the one.
            IntentConflict: If the reference stands for another order, the PO number is there
                already, or the service does not have the order of this reference any more, as
                after a restart of the simulator (use another file for the intents then); nothing
                was sent.
            NotSent: If it could not be sent.
            Refused: If the service or its gateway refuses it.
            TypeError: If the order or the reference has the wrong type.
            ValueError: If the reference is malformed.
        """
        context = self._context
        plan = plan_order(context, order, reference)
        placement = OrderPlacement(context, store_of(intents, context.intents), plan, timeout)
        return self._run_loop.run(placement.place())

    def wait(self, id: str | int, *, timeout: float = WAIT_TIMEOUT) -> Order:
        """Wait until an order is completed, and return it as it is then.

        A change that is scheduled can be open for months. A simulator whose clock stands
        still needs a client with `sleep=simulator.clock.advance`.

        Effect: read.

        Args:
            id: Identifier of the order (not the order number).
            timeout: Seconds to wait in all.

        Raises:
            OrderFailed: If it ended in `error` or `cancelled`; `order` is the last response.
            WaitTimeout: If it is still open; `order` is the last response.
        """
        seconds = check_timeout(timeout) or WAIT_TIMEOUT
        return self._run_loop.run(wait_for_order(self._context, id, seconds))

    def since(
        self,
        moment: datetime | OrdersCheckpoint,
        *,
        refresh: Iterable[str | int | Order | OrderSummary] = (),
    ) -> Iterator[OrderSummary | Order]:
        """Iterate over the orders created at a moment or later, newest first, each once.

        Reading ends at the first row that is too old, so a daily run costs a call or two.

        Effect: read.

        Args:
            moment: A moment with its offset, or a checkpoint. A checkpoint also knows which orders
                were open, and moves on when the last row was read.
            refresh: Orders that were open in the last run, or their ids: those that are not new
                are read again, in full, and returned last.

        Raises:
            TypeError: If the moment is neither a datetime nor a checkpoint.
            ValueError: If the moment has no offset.
        """
        return self._since(OrdersReading(moment, refresh))

    def _since(self, reading: OrdersReading) -> Iterator[OrderSummary | Order]:
        for row in self.list(limit=_PAGE):
            wanted = reading.judge(checked_row(row))
            if wanted is None:
                break
            if wanted:
                reading.note(row)
                yield row
        for identifier in reading.still_to_refresh():
            order = self.get(identifier)
            reading.note(order)
            yield order
        reading.finish()


class AsyncOrders(generated.AsyncOrders):
    """Sales, changes, renewals, cancellations and migrations, asynchronous."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: AsyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    async def create(
        self,
        body: OrderRequest | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Order:
        """Create an order by one call; see `Orders.create`."""
        return await self._run_loop.run(create_order(body, timeout))

    async def place(
        self,
        order: OrderRequest | Mapping[str, Any],
        *,
        reference: str,
        intents: Intents | None = None,
        timeout: float | None = None,
    ) -> Order:
        """Place an order once, however often this is called; see `Orders.place`."""
        context = self._context
        plan = plan_order(context, order, reference)
        placement = OrderPlacement(context, store_of(intents, context.intents), plan, timeout)
        return await self._run_loop.run(placement.place())

    async def wait(
        self,
        id: str | int,
        *,
        timeout: float = WAIT_TIMEOUT,
    ) -> Order:
        """Wait until an order is completed; see `Orders.wait`."""
        seconds = check_timeout(timeout) or WAIT_TIMEOUT
        return await self._run_loop.run(wait_for_order(self._context, id, seconds))

    def since(
        self,
        moment: datetime | OrdersCheckpoint,
        *,
        refresh: Iterable[str | int | Order | OrderSummary] = (),
    ) -> AsyncIterator[OrderSummary | Order]:
        """Iterate over the orders created at a moment or later; see `Orders.since`."""
        return self._since(OrdersReading(moment, refresh))

    async def _since(self, reading: OrdersReading) -> AsyncIterator[OrderSummary | Order]:
        async for row in self.list(limit=_PAGE):
            wanted = reading.judge(checked_row(row))
            if wanted is None:
                break
            if wanted:
                reading.note(row)
                yield row
        for identifier in reading.still_to_refresh():
            order = await self.get(identifier)
            reading.note(order)
            yield order
        reading.finish()
