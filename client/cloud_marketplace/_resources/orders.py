"""Orders, with what takes more than one call: placing once, waiting, reading on from a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cloud_marketplace_api.api import orders as generated

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intent_store import Intents, store_of
from cloud_marketplace._workflows.place_order import Placing
from cloud_marketplace._workflows.wait_for_order import PATIENCE, Since, still_to_refresh, wait
from cloud_marketplace.errors import OutcomeUnknown

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderRequest, OrderSummary

    from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop

_PAGE = 200
"""Rows of a page when only the newest are wanted."""


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
        """Place an order, without a net: prefer `place`, which never orders twice.

        Commits money and is processed after the answer. There is no idempotency key (facts B9).
        A conflict comes as 500 and never goes away by an immediate retry (facts C7).

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None takes the client's setting.

        Raises:
            OutcomeUnknown: If the answer got lost, with customer and PO number to look for.
        """
        try:
            return super().create(body, timeout=timeout)
        except OutcomeUnknown as error:
            _tell(error, body)
            raise

    def place(
        self,
        order: OrderRequest | Mapping[str, Any],
        *,
        reference: str,
        intents: Intents | None = None,
        timeout: float | None = None,
    ) -> Order:
        """Place an order once, however often this is called with the same reference.

        The intent is written down before anything is sent. Where the answer gets lost, the service
        is asked for the order (customer, PO number, content, newest first) until time is up, or
        the sending can have no effect any more: two minutes after the order's time. A call sends
        at most once, and only when no earlier sending can have arrived; so after a crash, or when
        the outcome is unknown, call it again.

        An order that was placed before is read and given as it is now, even if it failed: to order
        again, take a new reference.

        Args:
            order: `OrderRequest`, or a mapping of its JSON keys.
            reference: Your own name for this order, such as a ticket number: up to 100 characters.
                It becomes the PO number of an order that has none. A PO number of the order's own
                is kept, and then orders alike can only be placed one after the other.
            intents: Where intents are kept: a store, or the path of an SQLite file on a disk that
                outlives a restart. None takes the client's setting, `MARKETPLACE_INTENTS`, or
                else a file in the user's folder for state. All who may repeat a call need the same
                one.
            timeout: Seconds that sending may take, and that it may take with looking for the order
                afterwards, though that is done for ten seconds at least. None takes the client's
                setting; without one it is looked for until that can be settled.

        Raises:
            OutcomeUnknown: If nobody can tell whether it was placed; calling again is safe.
            IntentConflict: If the reference stands for another order, or the service does not have
                the order of this reference any more, as after a restart of the simulator (take
                another file for the intents then); nothing was sent.
            NotSent: If it could not be sent.
            Refused: If the service says no.
            ValueError: If the reference is malformed.
        """
        context = self._context
        store = store_of(intents, context.intents)
        placing = Placing(context, store, order, reference=reference, timeout=timeout)
        return self._run_loop.run(placing.place())

    def wait(self, id: str | int, *, timeout: float = PATIENCE) -> Order:  # noqa: A002 - the API's
        """Wait until an order is completed, and give it as it is then.

        A change that is scheduled can be open for months (facts E6). A simulator whose clock stands
        still needs a client with `sleep=simulator.clock.advance`.

        Args:
            id: Identifier of the order (not the order number).
            timeout: Seconds to wait in all.

        Raises:
            OrderFailed: If it ended in `error` or `cancelled`; `order` is the last answer.
            WaitTimeout: If it is still open; `order` is the last answer.
        """
        return self._run_loop.run(wait(self._context, id, check_timeout(timeout) or PATIENCE))

    def since(
        self, moment: datetime, *, refresh: Iterable[str | int | Order | OrderSummary] = ()
    ) -> Iterator[OrderSummary | Order]:
        """Go through the orders created at a moment or later, newest first, each once.

        Reading ends at the first row that is too old, so a daily run costs a call or two.

        Args:
            moment: With its offset, such as the newest creation date of the last run.
            refresh: Orders that were open in the last run, or their ids: those that are not new
                are read again, in full, and come last.

        Raises:
            ValueError: If the moment has no offset.
        """
        return self._since(Since(moment), refresh)

    def _since(self, since: Since, refresh: Iterable[Any]) -> Iterator[OrderSummary | Order]:
        seen: set[str] = set()
        for row in self.list(limit=_PAGE):
            wanted = since.judge(row)
            if wanted is None:
                break
            if wanted:
                seen.add(str(row.id))
                yield row
        for identifier in still_to_refresh(refresh, seen):
            yield self.get(identifier)


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
        timeout: float | None = None,  # noqa: ASYNC109 - the API's
    ) -> Order:
        """Place an order, without a net; see `Orders.create`."""
        try:
            return await super().create(body, timeout=timeout)
        except OutcomeUnknown as error:
            _tell(error, body)
            raise

    async def place(
        self,
        order: OrderRequest | Mapping[str, Any],
        *,
        reference: str,
        intents: Intents | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the API's
    ) -> Order:
        """Place an order once, however often this is called; see `Orders.place`."""
        context = self._context
        store = store_of(intents, context.intents)
        placing = Placing(context, store, order, reference=reference, timeout=timeout)
        return await self._run_loop.run(placing.place())

    async def wait(
        self,
        id: str | int,  # noqa: A002 - the API's
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the API's
    ) -> Order:
        """Wait until an order is completed; see `Orders.wait`."""
        patience = check_timeout(timeout) or PATIENCE
        return await self._run_loop.run(wait(self._context, id, patience))

    def since(
        self, moment: datetime, *, refresh: Iterable[str | int | Order | OrderSummary] = ()
    ) -> AsyncIterator[OrderSummary | Order]:
        """Go through the orders created at a moment or later; see `Orders.since`."""
        return self._since(Since(moment), refresh)

    async def _since(
        self, since: Since, refresh: Iterable[Any]
    ) -> AsyncIterator[OrderSummary | Order]:
        seen: set[str] = set()
        async for row in self.list(limit=_PAGE):
            wanted = since.judge(row)
            if wanted is None:
                break
            if wanted:
                seen.add(str(row.id))
                yield row
        for identifier in still_to_refresh(refresh, seen):
            yield await self.get(identifier)


def _tell(error: OutcomeUnknown, body: OrderRequest | Mapping[str, Any]) -> None:
    """Add what is needed to find the order."""
    keys = {"customer_id": "customerId", "po_number": "poNumber"}
    for name, key in keys.items():
        value = body.get(key) if isinstance(body, Mapping) else getattr(body, name)
        setattr(error, name, str(value) if value else None)
