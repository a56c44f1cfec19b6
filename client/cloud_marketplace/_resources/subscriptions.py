"""Subscriptions, and tasks with several calls: seats, details of many, renewals."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from cloud_marketplace_api.api import subscriptions as generated

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._workflows.change_seats import Ordering, SeatChange, change_seats
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.fetch_details import (
    MAX_AGE,
    WIDTH,
    DetailFetcher,
    Progress,
    Which,
)
from cloud_marketplace._workflows.intent_store import Intents, IntentStore, store_of
from cloud_marketplace._workflows.renewals import Renewal, last_day, renewing

if TYPE_CHECKING:
    from cloud_marketplace_api.models import (
        Order,
        Subscription,
        SubscriptionStatus,
    )

    from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop

_PAGE = 500


class Subscriptions(generated.Subscriptions):
    """The results of orders; seats, dates, prices."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: SyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    def change_seats(
        self,
        id: str | int,
        *,
        to: int | None = None,
        by: int | None = None,
        mpn: str | None = None,
        product_id: str | None = None,
        po_number: str | None = None,
        reference: str | None = None,
        wait: bool = False,
        timeout: float | None = None,
        intents: Intents | None = None,
    ) -> Order:
        """Change the number of seats by one order, which is never placed twice.

        Reads the present seats, refuses a change that is not safe, and orders the new total as
        `orders.place` does. Seats less than seven days old can be given back; later the vendor may
        refuse.

        Args:
            id: Identifier of the subscription.
            to: The new number of seats.
            by: The difference, negative for fewer seats. Give one of the two.
            mpn: Which product, if the subscription has several.
            product_id: The same, if the MPN is not enough.
            po_number: PO number of the order; None uses the reference.
            reference: Your own name for this change. With it the call can be repeated after a
                crash, which matters with `by`. None makes one up.
            wait: Whether to wait until the order is completed, as `orders.wait` does.
            timeout: Seconds for all of it, as for `orders.place`. None uses the client's setting,
                and waits for 600 seconds.
            intents: Where intents are recorded, see `orders.place`.

        Raises:
            SeatChangeRefused: If another order is open, it is not clear which product is meant, or
                the seats can't be changed so. `reason` tells which; nothing was sent.
            Refused: If the service refuses, with `BadRequest` for a number that the product does
                not allow. For most products 0 is such a number: to take the last seat away, place
                an order of type `cancellation`.
            OutcomeUnknown: If it is not known whether it was placed.
            OrderFailed: If it was waited for and ended in `error` or `cancelled`.
            TypeError: If the reference is not a text.
            ValueError: If not exactly one of `to` and `by` is given.
        """
        change = SeatChange(str(id), to, by, mpn, product_id, po_number)
        store = store_of(intents, self._context.intents)
        how = _ordering(store, reference, timeout, waits=wait)
        return self._run_loop.run(change_seats(self._context, change, how))

    def with_details(
        self,
        rows: Iterable[Which] | None = None,
        *,
        customer_id: str | int | None = None,
        status: SubscriptionStatus | str | None = None,
        concurrency: int = WIDTH,
        progress: Progress | None = None,
        cache: str | os.PathLike[str] | None = None,
        max_age: float = MAX_AGE,
    ) -> list[Subscription]:
        """Read many subscriptions in full, with their seats, in the order of the list.

        One call for each, so many at a time, under the client's rate limit. An error ends the
        reading; with a cache the next call continues where this one stopped.

        Effect: read.

        Args:
            rows: Which, as rows of a list or identifiers; None lists them.
            customer_id: Only of this customer.
            status: Only with this status.
            concurrency: Calls at the same time.
            progress: Is called with the number that is done and the number of all.
            cache: File in which results are kept for the next call. It contains customer data.
            max_age: Seconds for which entries of the file are valid.

        Raises:
            MarketplaceError: If a subscription can't be read.
        """
        fetcher = DetailFetcher(
            self._context, progress=progress, cache=cache, width=concurrency, max_age=max_age
        )
        if rows is None:
            rows = self.list(customer_id=customer_id, status=status, limit=_PAGE)
        return self._run_loop.run(fetcher.fetch(rows))

    def renewing(self, *, before: date, customer_id: str | int | None = None) -> list[Renewal]:
        """Return the active subscriptions whose term ends before a day, the next ones first.

        Effect: read.

        Args:
            before: The first day that is too late.
            customer_id: Only of this customer.

        Raises:
            TypeError: If `before` is not a day.
        """
        day = last_day(before)
        return renewing(self.list(customer_id=customer_id, status="active", limit=_PAGE), day)


class AsyncSubscriptions(generated.AsyncSubscriptions):
    """The results of orders; seats, dates, prices; asynchronous."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: AsyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    async def change_seats(
        self,
        id: str | int,
        *,
        to: int | None = None,
        by: int | None = None,
        mpn: str | None = None,
        product_id: str | None = None,
        po_number: str | None = None,
        reference: str | None = None,
        wait: bool = False,
        timeout: float | None = None,
        intents: Intents | None = None,
    ) -> Order:
        """Change the number of seats, once; see `Subscriptions.change_seats`."""
        change = SeatChange(str(id), to, by, mpn, product_id, po_number)
        store = store_of(intents, self._context.intents)
        how = _ordering(store, reference, timeout, waits=wait)
        return await self._run_loop.run(change_seats(self._context, change, how))

    async def with_details(
        self,
        rows: Iterable[Which] | None = None,
        *,
        customer_id: str | int | None = None,
        status: SubscriptionStatus | str | None = None,
        concurrency: int = WIDTH,
        progress: Progress | None = None,
        cache: str | os.PathLike[str] | None = None,
        max_age: float = MAX_AGE,
    ) -> list[Subscription]:
        """Read many subscriptions in full; see `Subscriptions.with_details`."""
        fetcher = DetailFetcher(
            self._context, progress=progress, cache=cache, width=concurrency, max_age=max_age
        )
        if rows is None:
            found = self.list(customer_id=customer_id, status=status, limit=_PAGE)
            rows = [row async for row in found]
        return await self._run_loop.run(fetcher.fetch(rows))

    async def renewing(
        self, *, before: date, customer_id: str | int | None = None
    ) -> list[Renewal]:
        """Return the active subscriptions whose term ends before a day; see `Subscriptions`."""
        day = last_day(before)
        rows = self.list(customer_id=customer_id, status="active", limit=_PAGE)
        return renewing([row async for row in rows], day)


def _ordering(
    store: IntentStore, reference: str | None, timeout: float | None, *, waits: bool
) -> Ordering:
    """Return the caller's reference, or a new one."""
    name = f"SEATS-{uuid.uuid4().hex[:12].upper()}" if reference is None else reference
    return Ordering(store, name, waits, check_timeout(timeout))
