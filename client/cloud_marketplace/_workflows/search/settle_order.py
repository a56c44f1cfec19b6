"""Find out what became of an order whose response was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cloud_marketplace._engine.steps import Flow, Sleep
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.intents.intent_access import IntentAccess
from cloud_marketplace._workflows.order_matching import Match, has_content, id_of, match
from cloud_marketplace._workflows.order_request import OrderPlan
from cloud_marketplace._workflows.search.high_water_mark import HighWaterMark
from cloud_marketplace._workflows.search.order_search import OrderSearch
from cloud_marketplace._workflows.search.search_deadline import SearchDeadline
from cloud_marketplace.errors import (
    IntentConflict,
    MarketplaceError,
    NotSent,
    OutcomeUnknown,
)

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderSummary

SHORTEST_PAUSE: Final = 0.1  # so that the search ends even with a coarse clock
FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 30.0
_ONE_LOOK: Final = 1.0  # seconds that the last search needs within the caller's time


class OrderSettlement:
    """Searches for one order and records what it finds.

    Args:
        context: Clocks of the client.
        plan: The order.
        access: Its record.
        deadline: The time that is left.
    """

    def __init__(
        self, context: Context, plan: OrderPlan, access: IntentAccess, deadline: SearchDeadline
    ) -> None:
        self._wall = context.wall
        self._plan = plan.intent
        self._sent = plan.sent
        self._access = access
        self._deadline = deadline
        self._search = OrderSearch(plan.sent, deadline, lambda ids: access.taken(plan.intent, ids))

    def newest(self) -> Flow[tuple[list[OrderSummary], bool]]:
        """Return the customer's newest orders, and whether these are all."""
        return (yield from self._search.newest())

    def settle(
        self, intent: Intent, failed: MarketplaceError | None = None
    ) -> Flow[Order | Intent]:
        """Search for the order until its last attempt can have no effect, or time is up.

        Returns:
            The order; or the intent as it was at the last search, which found nothing. Only that
            very version may be sent again: another one means that another call has done so.

        Raises:
            OutcomeUnknown: If there are orders that may be the one, the last search failed, or time
                is up; then it is the error that sending ended with, if that is known.
        """
        pause = FIRST_PAUSE
        while True:
            intent = (yield from self._access.read()) or intent
            if intent.state is not State.SENT:
                return intent
            unsettled, unsure, found = self._deadline.unsettled(intent), None, None
            try:
                found = yield from self.look(intent)
            except OutcomeUnknown as error:
                unsure = error
            except MarketplaceError as error:
                unsure = self.unknown(f"the search for it failed: {error.message}")
            if found:
                return found
            left = self._deadline.left() - _ONE_LOOK
            if not unsettled or left <= 0:
                break
            yield Sleep(max(SHORTEST_PAUSE, min(pause, unsettled, left)))
            pause = min(pause * 2, LONGEST_PAUSE)
        if unsure:
            raise unsure
        if unsettled:
            raise self.named(failed or self._late(unsettled))
        return intent

    def look(self, intent: Intent) -> Flow[Order | None]:
        """Search once; what is certain becomes this intent's order.

        Raises:
            OutcomeUnknown: If several orders fit, or one may be it.
        """
        found = yield from self._search.since(mark_of(intent), intent.candidates)
        certain, possible = found.certain, found.possible
        if len(certain) == 1:
            order = certain[0]
            name = id_of(order)
            done = intent.moved(state=State.DONE, order_id=name, mark=None, candidates=())
            obstacle = yield from self._access.swap(intent, done, self._plan.is_confusable_with)
            if obstacle is None or (obstacle.order_id, obstacle.reference) == (
                name,
                self._plan.reference,
            ):
                return order
            possible = [name, *possible]
        names = tuple(dict.fromkeys([*map(id_of, certain), *possible]))
        if not names:
            return None
        yield from self._suspect(intent, names)
        what = "several orders fit" if len(certain) > 1 else "there are orders that may be the one"
        raise self.unknown(f"{what}: {', '.join(names)}", names)

    def _suspect(self, intent: Intent, names: tuple[str, ...]) -> Flow[None]:
        """Record orders that may be the one: no later search takes them for certainly others."""
        known = tuple(dict.fromkeys([*intent.candidates, *names]))
        if known == intent.candidates:
            return
        yield from self._access.swap(intent, intent.moved(candidates=known))

    def placed_before(self, intent: Intent, rows: list[OrderSummary]) -> Flow[Order | None]:
        """Search for an order that, by its record, was never sent.

        Raises:
            IntentConflict: If there is an order with its PO number that can't be this one for
                certain, or a young one without a number that may be this one.
        """
        for order in (yield from self._search.numbered(rows, self._wall())):
            name, result = id_of(order), match(order, self._sent)
            if self._sent.own_number and result is Match.YES:
                if (yield from self._access.finish(intent, name)) is None:
                    return order
                continue
            if result is Match.NO or not (self._sent.own_number or has_content(order, self._sent)):
                continue
            raise conflict(
                f"order {name} has the PO number {order.po_number!r} already",
                "Look at this order; take another reference and PO number to order again. "
                "Nothing was sent.",
            )
        yield from self._check_unnumbered(intent, rows)
        return None

    def _check_unnumbered(self, intent: Intent, rows: list[OrderSummary]) -> Flow[None]:
        """Check that no young order without a number may be this one.

        Raises:
            IntentConflict: If one may be, and no other intent has it or explains it.
        """
        names = [id_of(each) for each in (yield from self._search.unnumbered(rows, self._wall()))]
        if not names:
            return
        # Asked before who has it: an intent under way may have got its order meanwhile.
        rival = yield from self._access.swap(intent, intent, lambda _: True)
        taken = yield from self._access.taken(intent, names)
        for name in names if rival is None else ():
            if name not in taken:
                raise conflict(
                    f"order {name} has the same content, no PO number, and is less than an hour "
                    "old, so it may be this one",
                    "Look at this order; if it is another one, call again an hour after it was "
                    "placed. Nothing was sent.",
                )

    def _late(self, unsettled: float) -> OutcomeUnknown:
        return self.unknown(f"it is not there yet, and may still turn up for {unsettled:.0f} s")

    def unknown(self, message: str, candidates: tuple[str, ...] = ()) -> OutcomeUnknown:
        """Make the error for an order that may have been placed."""
        error = OutcomeUnknown(message, operation="orders.create", elapsed=self._deadline.elapsed())
        error.candidates = candidates
        self.named(error)
        if candidates:
            error.advice = "Look at these orders; if none is yours, take a new reference."
        return error

    def named(self, error: MarketplaceError) -> MarketplaceError:
        """Add what is needed to find out, and that calling again is safe."""
        if not isinstance(error, OutcomeUnknown | NotSent):
            known, error = error, self.unknown(error.message)
            error.status, error.correlation_id = known.status, known.correlation_id
            error.attempts = known.attempts
        if isinstance(error, OutcomeUnknown):
            error.reference = self._plan.reference
            error.customer_id = self._plan.customer_id
            error.po_number = self._plan.po_number
            error.advice = (
                "Call place again later with the same reference: it looks before it sends."
            )
        return error


def mark_of(intent: Intent) -> HighWaterMark:
    """Return the high-water mark of an intent.

    Raises:
        OutcomeUnknown: If it is damaged, so that new orders can't be told from old ones.
    """
    try:
        return HighWaterMark.read(intent.mark) if intent.mark else HighWaterMark.of([])
    except ValueError as error:
        raise OutcomeUnknown(f"{error}", operation="orders.create") from None


def conflict(message: str, advice: str = "") -> IntentConflict:
    """Make the error for an order that must not be sent."""
    return IntentConflict(message, advice=advice, operation="orders.create")
