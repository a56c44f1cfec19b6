"""Search for an order whose response was lost, among the customer's new orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.api.orders import orders_get, orders_list

from cloud_marketplace._engine.steps import Flow, send_call
from cloud_marketplace._pagination.cursor import collect
from cloud_marketplace._workflows.order_matching import (
    Match,
    SentOrder,
    checked_row,
    has_content,
    id_of,
    is_derived,
    match,
    same_number,
)
from cloud_marketplace._workflows.search.high_water_mark import (
    PAGE,
    HighWaterMark,
    NewestRows,
    moment_of,
)
from cloud_marketplace._workflows.search.search_deadline import SearchDeadline
from cloud_marketplace.errors import NotFound

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderSummary

_RECENT: Final = timedelta(days=1)
_MOST_RECENT: Final = 20
YOUNG: Final = 3600.0
"""Seconds for which an order without a PO number may be one that a deleted store knew."""

Taken = Callable[[list[str]], Flow[set[str]]]
"""Returns which of these orders belong to other intents."""


@dataclass(slots=True)
class Found:
    """Result of a search.

    Attributes:
        certain: Orders that are the one that was sent.
        possible: Ids of orders that may be it.
    """

    certain: list[Order] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)


class OrderSearch:
    """Searches one customer's orders.

    Args:
        sent: The order that was sent.
        deadline: The time that is left for it.
        taken: Returns which orders belong to other intents.
    """

    def __init__(self, sent: SentOrder, deadline: SearchDeadline, taken: Taken) -> None:
        self._sent = sent
        self._deadline = deadline
        self._taken = taken
        self._customer_id = str(sent.body.get("customerId", ""))

    def newest(self) -> Flow[tuple[list[OrderSummary], bool]]:
        """Return the customer's newest orders, and whether these are all."""
        reading = NewestRows()
        rows = yield from self._read(reading)
        return rows, reading.whole

    def since(self, mark: HighWaterMark, suspects: Iterable[str]) -> Flow[Found]:
        """Compare the orders that are new since a mark with the one that was sent.

        Args:
            mark: The mark.
            suspects: Ids of orders that an earlier search could not tell from it. Such an order
                stays possible until it belongs to another intent.
        """
        rows = yield from self._read(NewestRows(mark))
        new = [id_of(row) for row in rows if self._is_alike(row)]
        earlier = list(dict.fromkeys(suspects))
        ids = list(dict.fromkeys([*new, *earlier]))
        taken = yield from self._taken(ids)
        found = Found()
        for each in ids:
            if each in taken:
                continue
            order = yield from self._get(each)
            # an order that is listed and can't be read yet may be any
            result = match(order, self._sent) if order else Match.MAYBE
            if order and result is Match.YES:
                found.certain.append(order)
            elif result is Match.MAYBE or each in earlier:
                found.possible.append(each)
        return found

    def numbered(self, rows: Iterable[OrderSummary], now: float) -> Flow[list[Order]]:
        """Return recent orders that have the PO number, in whatever form, and no other intent.

        A deleted store has no record of the order. A PO number that
        was made for this order is searched among the customer's newest orders, however old; one of
        the caller's own can be used again after a day.

        Args:
            rows: The customer's newest orders.
            now: Present time, in seconds since 1970.
        """
        newest = _recent(rows, now, by_newest=self._sent.own_number)
        recent = [id_of(row) for row in newest if self._is_alike(row)]
        taken = yield from self._taken(recent)
        found = []
        for each in [each for each in recent if each not in taken][:_MOST_RECENT]:
            order = yield from self._get(each)
            wanted = self._sent.body.get("poNumber")
            if order and order.po_number:
                number = order.po_number
                if same_number(number, wanted) or is_derived(number, wanted):
                    found.append(order)
        return found

    def unnumbered(self, rows: Iterable[OrderSummary], now: float) -> Flow[list[Order]]:
        """Return orders of the last hour that are like this one, and have no PO number or intent.

        A service can lose the PO number, and the store can be deleted: then nothing but time and
        content tells that such an order may be this one. Content alone does not: customers buy the
        same again.

        Args:
            rows: The customer's newest orders.
            now: Present time, in seconds since 1970.
        """
        young = [row for row in rows if self._is_alike(row) and _is_young(row, now)]
        taken = yield from self._taken([id_of(row) for row in young])
        found = []
        for row in [row for row in young if id_of(row) not in taken][:_MOST_RECENT]:
            order = yield from self._get(id_of(row))
            if order and not str(order.po_number or "").strip() and has_content(order, self._sent):
                found.append(order)
        return found

    def _read(self, reading: NewestRows) -> Flow[list[OrderSummary]]:
        call = orders_list.call(customer_id=self._customer_id, limit=PAGE)

        def judge(row: Any) -> bool | None:
            return reading.judge(checked_row(row))

        return (yield from collect(call, judge, within=self._deadline.within))

    def _get(self, order_id: str) -> Flow[Order | None]:
        try:
            call = orders_get.call(order_id)
            return (yield from send_call(call, within=self._deadline.within()))
        except NotFound:
            return None

    def _is_alike(self, row: OrderSummary) -> bool:
        """Tell whether customer and type are those of the order, if the row shows them."""
        kind = str(self._sent.body.get("type"))
        same_type = not row.type or str(row.type).casefold() == kind.casefold()
        return same_type and str(row.customer_id or self._customer_id) == self._customer_id


def _is_young(row: OrderSummary, now: float) -> bool:
    """Tell whether an order is at most an hour old; one without a date is not."""
    moment = moment_of(row)
    return moment is not None and moment.timestamp() >= now - YOUNG


def _recent(rows: Iterable[OrderSummary], now: float, *, by_newest: bool) -> list[OrderSummary]:
    """Return the rows of the last day.

    Args:
        rows: The rows.
        now: Present time, by the client's clock.
        by_newest: Whether the day before the newest row counts too, in case the clock is wrong.
    """
    dated = [(moment, row) for row in rows if (moment := moment_of(row))]
    if not dated:
        return list(rows)
    newest = max(moment for moment, _ in dated)
    try:
        present = datetime.fromtimestamp(now, UTC)
    except (OverflowError, ValueError, OSError):
        present = newest
    first = (min(newest, present) if by_newest else present) - _RECENT
    return [row for moment, row in dated if moment >= first]
