"""Placing an order once, however often it is asked for: written down, sent, looked for.

1. The intent is written into the store, under the caller's reference.
2. The customer's newest orders are noted, so that a later look knows which ones are new.
3. The intent is marked as sent, and the order is sent once.
4. Where the answer got lost, the service is asked until the sending can have no effect any more.

The same call again, in this or another process, first finds out what became of the last sending.
It sends again only when that is over, every look succeeded at last, and no order was found that
could be the one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.api.orders import orders_create, orders_get, orders_list
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.types import dump

from cloud_marketplace._decoding.json_codec import encode
from cloud_marketplace._engine.build_request import timeout_of
from cloud_marketplace._engine.search_deadline import SearchDeadline
from cloud_marketplace._engine.steps import Flow, Sleep, run_in_thread, send_call
from cloud_marketplace._pagination.cursor import collect, rows_of
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intent_store import Intent, IntentStore, State
from cloud_marketplace._workflows.order_matching import Fit, Mark, fit
from cloud_marketplace.errors import (
    IntentConflict,
    MarketplaceError,
    NotFound,
    NotSent,
    OutcomeUnknown,
    Refused,
    ResponseMismatch,
    ServerError,
)

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderRequest, OrderSummary

SETTLING: Final = 120.0
"""Seconds for which the service may still be busy with an order after its call has ended (B7)."""

_FOREIGN: Final = "Use the store of intents that belongs to this service; nothing was sent."
_SHORTEST_PAUSE: Final = 0.1  # lest a clock that counts coarsely stands still
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 30.0
_LONGEST_REFERENCE: Final = 100
_PAGE: Final = 100


class Placing:
    """One order on its way.

    Args:
        context: What is known of the client.
        store: Where intents are kept.
        order: The order.
        reference: The caller's own name for it; also its PO number if it has none.
        timeout: Seconds that all of it may take; None takes the client's setting.
        note: Kept with the intent.

    Raises:
        ValueError: If the reference is empty, too long or not printable.
        TypeError: If the order can't be sent as JSON.
    """

    def __init__(
        self,
        context: Context,
        store: IntentStore,
        order: OrderRequest | Mapping[str, Any],
        *,
        reference: str,
        timeout: float | None = None,
        note: str = "",
    ) -> None:
        self._desk = context
        self._store = store
        self._timeout = timeout
        given = timeout or context.settings.timeout
        self._search_deadline = SearchDeadline(context.clock, context.wall, given)
        self.body = _numbered(order, _checked(reference))
        self._own_number = self.body["poNumber"] == reference
        self._plan = Intent(
            scope=scope_of(context),
            reference=reference,
            customer_id=str(self.body.get("customerId", "")),
            po_number=str(self.body["poNumber"]),
            digest=_digest(self.body),
            note=note,
        )

    def place(self) -> Flow[Order]:
        """Place the order, unless that was done before.

        Raises:
            IntentConflict: If the reference stands for another order.
            OutcomeUnknown: If nobody can tell whether it was placed.
            MarketplaceError: If it was not placed, as `orders.create` does.
        """
        while True:
            intent = yield from self._begin()
            if intent.state is State.SENT:
                found = yield from self._settle(intent)
                if not isinstance(found, Intent):
                    return found
                intent = found
            if intent.state is State.DONE and intent.order_id:
                return (yield from self._again(intent.order_id))
            sent = yield from self._announce(intent)
            if sent:
                return (yield from self._send(sent))

    def _again(self, order_id: str) -> Flow[Order]:
        """Read the order that was placed before, and see that it is the one.

        Raises:
            IntentConflict: If the service does not know it, or has another one of this identifier,
                as a service does that is not the one of the time, or was set up anew.
        """
        name = self._plan.reference
        try:
            order: Order = yield from send_call(orders_get.call(order_id))
        except NotFound:
            words = (
                f"the reference {name!r} stands for order {order_id}, which is not there any more"
            )
            raise IntentConflict(words, advice=_FOREIGN, operation="orders.create") from None
        if str(order.customer_id) != self._plan.customer_id:
            words = f"the reference {name!r} stands for order {order_id}, now of another customer"
            raise IntentConflict(words, advice=_FOREIGN, operation="orders.create")
        return order

    def _begin(self) -> Flow[Intent]:
        """Write the intent down, or take up the one that is there.

        One that was never carried out may be for another order: that was refused, and is now
        corrected.
        """
        plan = self._plan
        while True:
            intent = yield from run_in_thread(partial(self._store.begin, plan))
            if (intent.digest, intent.customer_id) == (plan.digest, plan.customer_id):
                return intent
            if intent.state is not State.WRITTEN and not (yield from self._is_free(intent)):
                raise IntentConflict(f"the reference {intent.reference!r} stands for another order")
            fresh = replace(plan, version=intent.version + 1, mark=intent.mark)
            if (yield from run_in_thread(partial(self._store.swap, intent, fresh))):
                return fresh

    def _is_free(self, intent: Intent) -> Flow[bool]:
        """Tell whether an order that a failing service refused is not there, as far as can be seen.

        Raises:
            OutcomeUnknown: If there are orders that may be the one.
        """
        alike = (intent.customer_id, intent.po_number) == (
            self._plan.customer_id,
            self._plan.po_number,
        )
        if intent.state is not State.SENT or intent.until or not alike:
            return False
        return (yield from self._look(intent)) is None

    def _announce(self, intent: Intent) -> Flow[Intent | None]:
        """Mark the intent as sent; gives None where somebody else was faster."""
        yield from self._check_others(intent)
        mark = intent.mark
        if intent.attempts == 0 or mark is None:
            rows = rows_of(orders_list.call(customer_id=intent.customer_id, limit=_PAGE))
            newest = yield from send_call(rows, self._timeout)
            mark = Mark.of(newest.data).text()
        longest = timeout_of(OPERATIONS["orders.create"], self._timeout, self._desk.settings)
        sent = intent.moved(
            state=State.SENT,
            attempts=intent.attempts + 1,
            mark=mark,
            until=self._desk.wall() + longest + SETTLING,
        )
        swapped = yield from run_in_thread(partial(self._store.swap, intent, sent))
        return sent if swapped else None

    def _check_others(self, intent: Intent) -> Flow[None]:
        """Refuse an order that could not be told from another one that is under way."""
        if self._own_number:
            return
        others = yield from run_in_thread(partial(self._store.others, intent))
        for other in others:
            if other.state is State.SENT and other.digest == intent.digest:
                raise IntentConflict(
                    f"an order just like this one is under way as {other.reference!r}"
                )

    def _send(self, sent: Intent) -> Flow[Order]:
        """Send the order, once."""
        failed: MarketplaceError
        try:
            order = yield from send_call(orders_create.call(self.body), self._timeout)
        except (NotSent, Refused) as error:
            failed = error
        except (OutcomeUnknown, ResponseMismatch) as error:
            failed = error
        else:
            if isinstance(order.id, str) and order.id:
                yield from self._finish(sent, order)
                return order
            failed = self._unknown("the answer does not name the order")
        if isinstance(failed, NotSent | Refused):
            # It was not placed by this sending; an earlier one may have been, and a service that
            # failed may not know: then the next call looks before it sends.
            sure = sent.attempts == 1 and not isinstance(failed, ServerError)
            state = State.WRITTEN if sure else State.SENT
            yield from run_in_thread(
                partial(self._store.swap, sent, sent.moved(state=state, until=0.0))
            )
            raise failed
        self._search_deadline.extend()
        found = yield from self._settle(sent, failed)
        if not isinstance(found, Intent):
            return found
        if found.state is State.DONE and found.order_id:
            return (yield from send_call(orders_get.call(found.order_id)))
        raise self._named(failed)

    def _settle(
        self, intent: Intent, failed: MarketplaceError | None = None
    ) -> Flow[Order | Intent]:
        """Look for an order until its last sending can have no effect any more, or time is up.

        Gives the order; or the intent as it was at the last look, which found nothing. Only that
        very version may be sent again: another one means that somebody else has done so.

        Raises:
            OutcomeUnknown: If there are orders that may be the one, the last look failed, or time
                is up; then it is the error that sending ended with, where that is known.
        """
        pause, found = _FIRST_PAUSE, None
        while True:
            intent = (yield from self._read()) or intent
            if intent.state is not State.SENT:
                return intent
            unsettled, unsure = self._search_deadline.unsettled(intent.until), None
            try:
                found = yield from self._look(intent)
            except OutcomeUnknown as error:
                unsure = error
            except MarketplaceError as error:
                unsure = self._unknown(f"looking for it failed: {error.message}")
            if found:
                yield from self._finish(intent, found)
                return found
            left = self._search_deadline.left()
            if not unsettled or not left:
                break
            yield Sleep(max(_SHORTEST_PAUSE, min(pause, unsettled, left)))
            pause = min(pause * 2, _LONGEST_PAUSE)
        if unsure:
            raise unsure
        if unsettled:
            raise self._named(failed or self._late(unsettled))
        return intent

    def _late(self, unsettled: float) -> OutcomeUnknown:
        return self._unknown(f"it is not there yet, and may still turn up for {unsettled:.0f} s")

    def _look(self, intent: Intent) -> Flow[Order | None]:
        """Look for the order among those of the customer that are new.

        Raises:
            OutcomeUnknown: If several fit, or one may be it.
        """
        mark = Mark.read(intent.mark or '{"newest": null, "known": []}')
        others = yield from run_in_thread(partial(self._store.others, intent))
        taken = {other.order_id for other in others}
        kind = str(self.body.get("type"))

        def judge(row: OrderSummary) -> bool | None:
            if mark.is_past(row):
                return None
            return str(row.type) == kind and not mark.has(row) and row.id not in taken

        call = orders_list.call(customer_id=intent.customer_id, limit=_PAGE)
        rows = yield from collect(call, judge, self._timeout)
        sure: list[Order] = []
        unsure: list[Order] = []
        for row in rows:
            order: Order = yield from send_call(orders_get.call(row.id), self._timeout)
            found = fit(order, self.body, own_number=self._own_number)
            if found is not Fit.NO:
                (sure if found is Fit.YES else unsure).append(order)
        if len(sure) == 1:
            return sure[0]
        if sure or unsure:
            candidates = tuple(order.id for order in sure or unsure)
            what = "several orders fit" if sure else "there are orders that may be the one"
            raise self._unknown(f"{what}: {', '.join(candidates)}", candidates)
        return None

    def _finish(self, intent: Intent, order: Order) -> Flow[None]:
        """Note that the order exists."""
        done = intent.moved(state=State.DONE, order_id=order.id)
        yield from run_in_thread(partial(self._store.swap, intent, done))

    def _read(self) -> Flow[Intent | None]:
        plan = self._plan
        return (yield from run_in_thread(partial(self._store.read, plan.scope, plan.reference)))

    def _unknown(self, message: str, candidates: tuple[str, ...] = ()) -> OutcomeUnknown:
        error = OutcomeUnknown(
            message, operation="orders.create", elapsed=self._search_deadline.elapsed()
        )
        error.candidates = candidates
        self._named(error)
        if candidates:
            error.advice = "Look at these orders; if none is yours, take a new reference."
        return error

    def _named(self, error: MarketplaceError) -> MarketplaceError:
        """Say what is needed to find out, and that calling again is safe."""
        if isinstance(error, OutcomeUnknown):
            error.reference = self._plan.reference
            error.customer_id = self._plan.customer_id
            error.po_number = self._plan.po_number
            error.advice = (
                "Call place again later with the same reference: it looks before it sends."
            )
        return error


def scope_of(context: Context) -> str:
    """Name the account that an intent is for; nothing in it is secret."""
    settings = context.settings
    return f"{settings.address.url} {settings.marketplace} {settings.username}"


def _checked(reference: str) -> str:
    """Check a reference; it may go out as PO number."""
    fine = reference.strip() == reference and reference.isprintable()
    if not reference or not fine or len(reference) > _LONGEST_REFERENCE:
        raise ValueError(
            f"a reference is 1 to {_LONGEST_REFERENCE} printable characters without blanks around"
        )
    return reference


def _numbered(order: OrderRequest | Mapping[str, Any], reference: str) -> dict[str, Any]:
    """Give the body of an order with a PO number: its own, or else the reference."""
    body: dict[str, Any] = dump(order)
    given = body.pop("ponumber", None)  # as one published example writes it (facts E7)
    return {**body, "poNumber": body.get("poNumber") or given or reference}


def _digest(body: dict[str, Any]) -> str:
    """Fingerprint of an order's content, whatever the order of its keys."""
    encoded = encode(body)
    if isinstance(encoded, str):
        raise TypeError(f"orders.create: {encoded}")
    canonical = json.dumps(json.loads(encoded), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
