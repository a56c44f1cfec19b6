"""The meaning of the quantity on the line of an order: it differs by type of order.

In a request for a change the quantity is the new total. The same order, when it is read, has the
difference: a change from 10 seats to 9 is sent as 9 and read as -1. `read` says which one it is.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderLine

_MOST_DIGITS: Final = 30  # before the decimal point, and after it


class Sense(Enum):
    """What a quantity means in an order that is read."""

    SALE = "seats bought"
    DELTA = "signed difference to the seats before"
    TARGET = "total from the renewal on"
    UNKNOWN = "not known"


class Quantity(NamedTuple):
    """A quantity, and what it means.

    Attributes:
        sense: What it means.
        value: The number, exact; None if it is missing or not a number.
        evidence: How this is known.
    """

    sense: Sense
    value: Decimal | None
    evidence: str


_RULES: Final = {
    "sales": (Sense.SALE, "The quantity of a sale is the seats bought: observed in production."),
    "change": (
        Sense.DELTA,
        (
            "A change is sent with the new total and read with a signed difference, -1 is one seat "
            "less: observed by two users in production."
        ),
    ),
    "change on renewal": (
        Sense.TARGET,
        (
            "A change that is scheduled on renewal is read with the total from the renewal on: "
            "observed in production, on one published order."
        ),
    ),
    "change on another moment": (
        Sense.UNKNOWN,
        "No value of scheduledOn but `renewal` was ever observed.",
    ),
    "renewal": (
        Sense.UNKNOWN,
        "Renewals have no lines; read the seats from the subscription.",
    ),
    "cancellation": (
        Sense.UNKNOWN,
        "Cancellations have no lines; read the seats from the subscription.",
    ),
    "migration": (Sense.UNKNOWN, "No migration order was ever published as it is read."),
}
_OTHER: Final = (Sense.UNKNOWN, "Orders of this type were never observed.")


def read(order: Order, line: OrderLine) -> Quantity:
    """Return what the quantity on a line of an order means, as `orders.get` returns it.

    This is for orders that are read. In a request for a change the quantity is the new total. No
    field has the seats after an order; read them from the subscription.

    Args:
        order: The order; its type and `scheduledOn` decide.
        line: One of its products.
    """
    sense, evidence = _RULES.get(_kind(order), _OTHER)
    return Quantity(sense, exact(line.quantity), evidence)


def exact(value: Any) -> Decimal | None:
    """Parse a quantity, which is received as a number or as decimal text.

    Returns:
        The number; None if it is not one, or has so many digits that computing with it could take
        for ever, as with `1e99999999`.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):  # or an integer of more than 4,300 digits
        return None
    if not number.is_finite() or not _is_of_bounded_size(number):
        return None
    return number


def _is_of_bounded_size(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    before = number.adjusted() < _MOST_DIGITS
    return before and isinstance(exponent, int) and exponent >= -_MOST_DIGITS


def _kind(order: Order) -> str:
    """Return the rule that applies to an order."""
    kind = str(order.type)
    if kind != "change" or not order.scheduled_on:
        return kind
    on_renewal = str(order.scheduled_on).lower() == "renewal"
    return "change on renewal" if on_renewal else "change on another moment"


__all__ = ["Quantity", "Sense", "exact", "read"]
