"""What the quantity on an order's line means: it is not the same for all orders (facts E7, E8)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderLine


class Sense(Enum):
    """What a quantity that is read back says."""

    SALE = "seats bought"
    DELTA = "signed difference to the seats before"
    TARGET = "total from the renewal on"
    UNKNOWN = "nobody knows"


class Quantity(NamedTuple):
    """A quantity in its sense.

    Attributes:
        sense: What it means.
        value: The number, exact; None where there is none or it is no number.
        evidence: How this is known.
    """

    sense: Sense
    value: Decimal | None
    evidence: str


_RULES: Final = {
    "sales": (
        Sense.SALE,
        "A sale's quantity is the seats bought: seen in production (facts E8).",
    ),
    "change": (
        Sense.DELTA,
        (
            "A change takes the new total and gives back a signed difference, -1 is one seat less: "
            "seen by two users in production (facts E7, E8, F3)."
        ),
    ),
    "change on renewal": (
        Sense.TARGET,
        (
            "A change that is scheduled on renewal gives back the total from the renewal on: "
            "seen in production, on one order that was quoted (facts E8, F5)."
        ),
    ),
    "change on another moment": (
        Sense.UNKNOWN,
        "No moment but `renewal` was ever seen in scheduledOn (facts E7, E8).",
    ),
    "renewal": (
        Sense.UNKNOWN,
        "Renewals come without lines; seats are to be read from the subscription (facts E8, F6).",
    ),
    "cancellation": (
        Sense.UNKNOWN,
        (
            "Cancellations come without lines; seats are to be read from the subscription "
            "(facts E8, F6)."
        ),
    ),
    "migration": (
        Sense.UNKNOWN,
        "Nobody published a migration order as it is read back (facts E7).",
    ),
}
_OTHER: Final = (Sense.UNKNOWN, "Orders of this type were never seen (facts E6).")


def read(order: Order, line: OrderLine) -> Quantity:
    """Tell what the quantity on a line of an order means, as `orders.get` gives it.

    This is for orders that are read back. In a request a change's quantity is the new total
    (facts E7). No field tells the seats after an order; read them from the subscription (facts E8).

    Args:
        order: The order; its type and `scheduledOn` decide.
        line: One of its products.
    """
    sense, evidence = _RULES.get(_kind(order), _OTHER)
    return Quantity(sense, exact(line.quantity), evidence)


def exact(value: Any) -> Decimal | None:
    """Read a quantity, which comes as number or as decimal text (facts E7); None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _kind(order: Order) -> str:
    """Name the rule that an order falls under."""
    kind = str(order.type)
    if kind != "change" or not order.scheduled_on:
        return kind
    on_renewal = str(order.scheduled_on).lower() == "renewal"
    return "change on renewal" if on_renewal else "change on another moment"


__all__ = ["Quantity", "Sense", "exact", "read"]
