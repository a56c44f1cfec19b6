"""Place an order once, however often the same call is made.

The intent of a reference has one of three states::

                 refused, or it never left
               ┌───────────────────────────────┐
               ▼                               │
    begin ► WRITTEN ──── about to leave ────► SENT ───── found, or named ────► DONE
               │                              │  ▲     by the response          ▲
               │                              └──┘                             │
               │            not there, and the attempt can have                │
               │            no effect any more: about to leave again           │
               └──────── the PO number of the reference is there ──────────────┘

1. The intent is recorded under the caller's reference.
2. The customer's orders are noted, so that a later search knows which ones are new. The first time
   they are searched for the PO number, for the record of an earlier attempt may have been deleted.
3. When the rate allows the call and the token is there, the intent is marked as sent, and the order
   is sent: within a minute, or not at all.
4. If the response is lost, or is about another order, the customer's new orders are searched until
   the attempt can have no effect any more (`search_deadline`).

The same call again, in this or another process, first finds out what became of the last attempt. It
sends again only if that can have no effect any more, the last search succeeded, and no order was
ever found that could be the one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cloud_marketplace_api.api.orders import orders_create, orders_get

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._engine.steps import Flow, MayLeave, Sleep, send_call
from cloud_marketplace._engine.token_fetcher import PROVIDER_TOKEN
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intent_store import IntentStore
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.intents.intent_access import IntentAccess
from cloud_marketplace._workflows.order_matching import (
    contradiction,
    id_of,
)
from cloud_marketplace._workflows.order_request import OrderPlan
from cloud_marketplace._workflows.search.high_water_mark import HighWaterMark
from cloud_marketplace._workflows.search.search_deadline import SearchDeadline
from cloud_marketplace._workflows.search.settle_order import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    OrderSettlement,
    conflict,
    mark_of,
)
from cloud_marketplace.errors import (
    MarketplaceError,
    NotFound,
    NotSent,
    Refused,
    ServerError,
)

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order

_FOREIGN: Final = "Use the store of intents that belongs to this service; nothing was sent."
_MOST_STARTS: Final = 10
_OWN_JSON: Final = ("service", "framework", "gateway")
_TOKEN_CALLS: Final = ("auth.token", PROVIDER_TOKEN)


class _Overtaken(Exception):
    """Another intent, or another version of this one, conflicts."""


class OrderPlacement:
    """One call of `orders.place`.

    Args:
        context: Settings and clocks of the client.
        store: Where intents are recorded.
        plan: The order.
        timeout: Seconds that all of it may take; None uses the client's setting.
    """

    def __init__(
        self, context: Context, store: IntentStore, plan: OrderPlan, timeout: float | None = None
    ) -> None:
        given = check_timeout(timeout) or context.settings.timeout
        self._deadline = SearchDeadline(context.clock, context.wall, given)
        self._timeout = timeout
        self._plan = plan.intent
        self._sent = plan.sent
        self._access = IntentAccess(store, plan.intent.scope, plan.intent.reference, self._deadline)
        self._settlement = OrderSettlement(context, plan, self._access, self._deadline)
        self._current = plan.intent
        self._may_leave: MayLeave = lambda: True

    def place(self) -> Flow[Order]:
        """Place the order, unless that was done before.

        Raises:
            IntentConflict: If the reference stands for another order.
            OutcomeUnknown: If it is not known whether it was placed.
            MarketplaceError: If it was not placed, as `orders.create` does.
        """
        for _ in range(_MOST_STARTS):
            intent = yield from self._begin()
            if intent.state is State.SENT:
                settled = yield from self._settlement.settle(intent)
                if not isinstance(settled, Intent):
                    return settled
                intent = settled
            if intent.state is State.DONE and intent.order_id:
                return (yield from self._again(intent.order_id))
            order = yield from self._send(intent)
            if order is not None:
                return order
        raise NotSent(
            "the order was delayed each time before it could be sent",
            advice="Call place again with the same reference; nothing was sent.",
            operation="orders.create",
        )

    def _begin(self) -> Flow[Intent]:
        """Record the intent, or continue the one that is there.

        One that was never carried out may be replaced by another order: it was refused, and is now
        corrected.
        """
        plan = self._plan
        while True:
            intent = yield from self._access.begin(plan)
            if (intent.digest, intent.customer_id) == (plan.digest, plan.customer_id):
                return intent
            if intent.state is not State.WRITTEN and not (yield from self._is_free(intent)):
                raise conflict(f"the reference {intent.reference!r} stands for another order")
            fresh = replace(
                plan,
                version=intent.version + 1,
                mark=intent.mark,
                candidates=intent.candidates,
            )
            if (yield from self._access.swap(intent, fresh)) is None:
                return fresh

    def _is_free(self, intent: Intent) -> Flow[bool]:
        """Tell whether an order that a failing service refused does not exist, as far as visible.

        Raises:
            OutcomeUnknown: If there are orders that may be the one.
        """
        alike = (intent.customer_id, intent.po_number) == (
            self._plan.customer_id,
            self._plan.po_number,
        )
        if intent.state is not State.SENT or intent.until or not alike:
            return False
        return (yield from self._settlement.look(intent)) is None

    def _again(self, order_id: str) -> Flow[Order]:
        """Read the order that was placed before, and check that it is the one.

        Raises:
            IntentConflict: If the service does not know it, or has another one with this id, like
                a simulator that was started anew.
        """
        name = self._plan.reference
        try:
            call = orders_get.call(order_id)
            order: Order = yield from send_call(call, within=self._deadline.within())
        except NotFound:
            words = f"the reference {name!r} stands for order {order_id}, which no longer exists"
            raise conflict(words, _FOREIGN) from None
        if str(order.customer_id) != self._plan.customer_id:
            words = f"the reference {name!r} stands for order {order_id}, now of another customer"
            raise conflict(words, _FOREIGN)
        return order

    def _send(self, intent: Intent) -> Flow[Order | None]:
        """Send the order once; None if the intent has to be looked at again."""
        yield from self._wait_for_turn(intent)
        if intent.attempts == 0 or intent.mark is None:
            rows, whole = yield from self._settlement.newest()
            if intent.attempts == 0:
                found = yield from self._settlement.placed_before(intent, rows)
                if found:
                    return found
            intent = replace(intent, mark=HighWaterMark.of(rows, whole=whole).text())
        self._current, before = intent, intent
        failed: MarketplaceError
        try:
            order = yield from send_call(
                orders_create.call(self._sent.body),
                self._timeout,
                within=self._deadline.within(),
                before_send=self._announce,
            )
        except _Overtaken:
            return None
        except MarketplaceError as error:
            failed = error
        else:
            unbelievable = yield from self._doubt(order)
            if not unbelievable:
                return order
            failed = self._settlement.unknown(unbelievable, tuple(filter(None, [id_of(order)])))
        return (yield from self._recover(before, failed))

    def _announce(self) -> Flow[MayLeave]:
        """Mark the intent as sent, when the order is about to leave.

        Raises:
            _Overtaken: If another call has decided meanwhile, or must be first.
        """
        sent = self._deadline.start(self._current)
        self._may_leave = self._deadline.may_leave()
        if (yield from self._access.swap(self._current, sent, self._has_to_wait)) is not None:
            raise _Overtaken
        self._current = sent
        return self._may_leave

    def _doubt(self, order: Order) -> Flow[str]:
        """Record an order that a response names; or return why it can't be believed."""
        why = contradiction(order, self._sent)
        if why:
            return why
        name = id_of(order)
        if name in mark_of(self._current).known:
            return f"the response names order {name}, which was there before"
        other = yield from self._access.finish(self._current, name)
        if other is None:
            return ""
        return f"the response names order {name}, which belongs to {other.reference!r}"

    def _recover(self, before: Intent, failed: MarketplaceError) -> Flow[Order | None]:
        """Find out what became of an order without a usable response."""
        announced = self._current is not before
        if not announced:
            raise failed
        if isinstance(failed, NotSent) and not self._may_leave():
            yield from self._take_back(before, failed)
            return None
        if _is_no(failed):
            yield from self._take_back(before, failed)
            raise failed
        self._deadline.extend()
        found = yield from self._settlement.settle(self._current, failed)
        if not isinstance(found, Intent):
            return found
        if found.state is State.DONE and found.order_id:
            return (yield from self._again(found.order_id))
        raise self._settlement.named(failed)

    def _take_back(self, before: Intent, failed: MarketplaceError) -> Flow[None]:
        """Record that this attempt has had no effect.

        An earlier attempt may have had one, and a service that failed need not know what it did:
        then the next call searches before it sends.
        """
        certain = before.state is not State.SENT and not isinstance(failed, ServerError)
        state = State.WRITTEN if certain else State.SENT
        back = self._current.moved(
            state=state, until=0.0, attempts=before.attempts if certain else self._current.attempts
        )
        yield from self._access.swap(self._current, back)

    def _wait_for_turn(self, intent: Intent) -> Flow[None]:
        """Wait while an order that can't be told from this one is under way.

        Raises:
            IntentConflict: If its outcome is not known, or time is up.
        """
        pause = FIRST_PAUSE
        while True:
            rival = yield from self._access.swap(intent, intent, self._has_to_wait)
            if rival is None or rival.reference == intent.reference:
                return
            unsettled, left = self._deadline.unsettled(rival), self._deadline.left()
            if not unsettled or not left:
                raise conflict(f"an order just like this one is under way as {rival.reference!r}")
            yield Sleep(max(SHORTEST_PAUSE, min(pause, unsettled, left)))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _has_to_wait(self, other: Intent) -> bool:
        """Tell whether an intent that is sent must be first."""
        if other.po_number == self._plan.po_number:
            return True
        return self._plan.is_confusable_with(other) and self._deadline.unsettled(other) > 0


def _is_no(failed: MarketplaceError) -> bool:
    """Tell whether an order was certainly not placed by this attempt.

    Only the service and its gateway can know that, and they respond in JSON: a redirect, or a page
    of a proxy, shows nothing about the order. With a rejected token the order was never sent.
    """
    if isinstance(failed, NotSent) or failed.operation in _TOKEN_CALLS:
        return True
    decided = isinstance(failed, Refused) and failed.written_by in _OWN_JSON
    return decided and (failed.status or 0) >= 400
