"""Whether an order that the service shows is the one that was sent: decided without any call.

The service knows no idempotency key (facts B9). What can be compared is the customer, the type, the
PO number and what is ordered. A PO number alone proves nothing: automatic renewals repeat it, and
pending orders may show an old one (facts E8, F23).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from cloud_marketplace_api.operations import OPERATIONS

from cloud_marketplace.quantities import exact

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderSummary

_NAMES = (("mpn", "mpn"), ("id", "id"), ("newMPN", "new_mpn"), ("newId", "new_id"))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the newest orders of a customer were at a moment, in the service's own time.

    So an order is told new without comparing clocks of two machines.

    Attributes:
        newest: When the newest one was created; None when there was none.
        known: Ids of those that were created at that very moment.
    """

    newest: datetime | None
    known: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[OrderSummary]) -> Self:
        """Take it from the newest rows."""
        moments = [moment for moment in map(moment_of, rows) if moment]
        newest = max(moments, default=None)
        ids = {str(row.id) for row in rows if moment_of(row) in (None, newest)}
        return cls(newest, frozenset(ids))

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `text` gave."""
        known = json.loads(text)
        newest = known["newest"] and datetime.fromisoformat(known["newest"])
        return cls(newest or None, frozenset(known["known"]))

    def text(self) -> str:
        """Write it down."""
        newest = self.newest.isoformat() if self.newest else None
        return json.dumps({"newest": newest, "known": sorted(self.known)})

    def is_past(self, row: OrderSummary) -> bool:
        """Tell whether a row, and so all after it, were there before."""
        moment = moment_of(row)
        return self.newest is not None and moment is not None and moment < self.newest

    def has(self, row: OrderSummary) -> bool:
        """Tell whether this very row was there before."""
        return str(row.id) in self.known or self.is_past(row)


def moment_of(row: Any) -> datetime | None:
    """When an order was created, with its offset (UTC where it has none); None if unreadable."""
    moment = row.creation_date
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Fit(Enum):
    """How sure it is that an order is the one that was sent."""

    YES = "it is"
    MAYBE = "it may be"
    NO = "it is not"


def fit(order: Order, body: Mapping[str, Any], *, own_number: bool) -> Fit:
    """Tell whether an order that is read in full, and is new, is the one with this body.

    Args:
        order: The order.
        body: What was sent.
        own_number: Whether the PO number was made for this one order. Without that a renewal can't
            be told from an automatic one, which repeats an old number (facts E8).
    """
    if str(order.type) != _text(body.get("type")):
        return Fit.NO
    if str(order.customer_id) != _text(body.get("customerId")):
        return Fit.NO
    same_content = _concerns(order, body) and _holds(order, body)
    if _text(order.po_number) == _text(body.get("poNumber")):
        sure = same_content and (own_number or str(order.type) != "renewal")
        return Fit.YES if sure else Fit.MAYBE
    # A pending order may show an old number, or none, for a while (facts E8, F23).
    return Fit.MAYBE if same_content and is_open(order) else Fit.NO


def is_open(order: Order | OrderSummary) -> bool:
    """Tell whether an order can still change by itself."""
    terminal = OPERATIONS["orders.get"].terminal
    return terminal is None or str(order.status) not in terminal.states


def subscriptions_in(order: Order) -> set[str]:
    """The subscriptions that an order names, at the top and on its lines (facts E7)."""
    named = [order.subscription_id, *(line.subscription_id for line in _lines(order))]
    return {str(each) for each in named if each}


def _concerns(order: Order, body: Mapping[str, Any]) -> bool:
    """Compare subscriptions; a sale's are new."""
    lines = body.get("products") or ()
    wanted = {str(line["subscriptionId"]) for line in lines if line.get("subscriptionId")}
    if body.get("subscriptionId"):
        wanted.add(str(body["subscriptionId"]))
    return wanted <= subscriptions_in(order)


def _holds(order: Order, body: Mapping[str, Any]) -> bool:
    """Find a line of its own for each product that was sent.

    A change is read back as a difference, so its quantity is not compared (facts E8); the platform
    may have added products, so there can be more lines than were sent (facts E4).
    """
    rest = list(_lines(order))
    counts = body.get("type") != "change" or _text(body.get("scheduledOn")) == "renewal"
    for wanted in body.get("products") or ():
        found = next((line for line in rest if _is_line(line, wanted, counts=counts)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _is_line(line: Any, wanted: Mapping[str, Any], *, counts: bool) -> bool:
    for key, name in _NAMES:
        if wanted.get(key) and _text(getattr(line, name)) != _text(wanted[key]):
            return False
    if not counts or "quantity" not in wanted:
        return True
    return exact(line.quantity) == exact(wanted["quantity"])


def _lines(order: Order) -> Iterable[Any]:
    return order.products if isinstance(order.products, list) else ()


def _text(value: Any) -> str:
    """Text of a value; missing, null and empty are all the same."""
    return str(value) if value else ""
