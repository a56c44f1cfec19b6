"""Whether an order of the service is the one that was sent, decided without a call.

The service has no idempotency key. What can be compared is the customer, the type, the PO number
and what is ordered. A PO number alone proves nothing: automatic renewals repeat it, and pending
orders may show an old one. Another number disproves nothing either: it may be returned cut, in
upper case, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.operations import OPERATIONS

from cloud_marketplace._workflows.intents.intent import plain
from cloud_marketplace.errors import ResponseMismatch
from cloud_marketplace.quantities import exact

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderSummary

_NAMES: Final = (("mpn", "mpn"), ("id", "id"), ("newMPN", "new_mpn"), ("newId", "new_id"))
_SHORTEST_CUT: Final = 10
"""Characters that a PO number has at least after a service has cut it."""
_OF_ERRORS: Final = frozenset({"message", "error", "errors", "timestamp", "timeStamp", "path"})


class Match(Enum):
    """How certain it is that an order is the one that was sent."""

    YES = "it is"
    MAYBE = "it may be"
    NO = "it is not"


@dataclass(frozen=True, slots=True)
class SentOrder:
    """What was sent, and what is needed to compare it.

    Attributes:
        body: JSON of the order.
        own_number: Whether the PO number was made for this one order. Otherwise a renewal can't be
            told from an automatic one, which repeats an old number.
        seats_before: Of a change of seats: how many there were; None if that is not known.
    """

    body: Mapping[str, Any]
    own_number: bool = False
    seats_before: int | None = None


def match(order: Order, sent: SentOrder) -> Match:
    """Tell whether an order that is read in full, and is new, is the one that was sent.

    Its state does not matter, and a PO number other than the one that was sent only makes it
    uncertain.
    """
    body = sent.body
    if _differs(order.type, body.get("type")) or _differs(
        order.customer_id, body.get("customerId")
    ):
        return Match.NO
    same_content = has_content(order, sent)
    if same_number(order.po_number, body.get("poNumber")):
        certain = same_content and (sent.own_number or str(order.type) != "renewal")
        return Match.YES if certain else Match.MAYBE
    if same_content:
        return Match.MAYBE
    derived = not order.po_number or is_derived(order.po_number, body.get("poNumber"))
    return Match.MAYBE if derived and _is_bare(order) else Match.NO


def contradiction(order: Order, sent: SentOrder) -> str:
    """Compare the response to an order with what was sent; return the difference, or ``""``.

    Properties that the response lacks contradict nothing, but it must name the order, and must
    not be an error.
    """
    body, shown = sent.body, order.to_dict()
    if not id_of(order):
        return f"the response has no order id; it has {_keys(shown)}"
    if not order.customer_id and not order.type and _OF_ERRORS & shown.keys():
        return f"the response is not an order, but has {_keys(shown)}"
    pairs = (
        ("customerId", order.customer_id),
        ("type", order.type),
        ("subscriptionId", order.subscription_id),
    )
    for name, value in pairs:
        if body.get(name) and _differs(value, body[name]):
            return f"{name} is {_text(value)!r} in the response, {_text(body[name])!r} was sent"
    number, own = order.po_number, body.get("poNumber")
    if number and own and not (same_number(number, own) or is_derived(number, own)):
        return f"poNumber is {number!r} in the response, {own!r} was sent"
    if _lines(order) and not _holds(order, sent):
        lines = ", ".join(f"{_text(line.mpn)} × {line.quantity}" for line in _lines(order))
        return f"products are {lines} in the response, which is not what was sent"
    return ""


def id_of(order: Any) -> str:
    """Return the id of an order as text; empty if it has none."""
    found: object = getattr(order, "id", None)
    usable = isinstance(found, str | int) and not isinstance(found, bool)
    return str(found).strip() if usable else ""


def checked_row(row: object) -> Any:
    """Return a row of a list of orders.

    Raises:
        ResponseMismatch: If it is not an object with an id.
    """
    if not hasattr(row, "creation_date") or not id_of(row):
        raise ResponseMismatch("a row of the list is not an order", operation="orders.list")
    return row


def is_open(order: Order | OrderSummary) -> bool:
    """Tell whether an order can still change by itself."""
    terminal = OPERATIONS["orders.get"].terminal
    return terminal is None or str(order.status) not in terminal.states


def subscriptions_in(order: Order) -> set[str]:
    """Return the subscriptions that an order names, at the top and on its lines."""
    named = [order.subscription_id, *(line.subscription_id for line in _lines(order))]
    return {str(each) for each in named if each}


def has_content(order: Order, sent: SentOrder) -> bool:
    """Tell whether an order is about the subscriptions and products that were sent."""
    return _concerns(order, sent.body) and _holds(order, sent)


def same_number(shown: object, sent: object) -> bool:
    """Tell whether two PO numbers are the same, character by character."""
    return _text(shown) == _text(sent)


def is_derived(shown: object, sent: object) -> bool:
    """Tell whether a PO number can be the result of a service that changed another one.

    Case, blanks and forms of Unicode may change, and the end may be cut off.
    """
    before, after = plain(_text(sent)), plain(_text(shown))
    if before == after:
        return True
    return len(after) >= _SHORTEST_CUT and before.startswith(after)


def _concerns(order: Order, body: Mapping[str, Any]) -> bool:
    """Compare subscriptions; those of a sale are new."""
    wanted = {str(line["subscriptionId"]) for line in _sent_lines(body) if _has_subscription(line)}
    if body.get("subscriptionId"):
        wanted.add(str(body["subscriptionId"]))
    return wanted <= subscriptions_in(order)


def _has_subscription(line: Mapping[str, Any]) -> bool:
    return bool(line.get("subscriptionId"))


def _holds(order: Order, sent: SentOrder) -> bool:
    """Find a line of its own for each line that was sent.

    The service may have added products, so there can be more lines than were sent. A line that was
    sent may fit several lines: `A` fits both `A` (id 1) and `A` (id 2), so lines that are given
    away already may have to change hands.
    """
    shown, wanted = list(_lines(order)), _sent_lines(sent.body)
    owners: dict[int, int] = {}

    def give(number: int, tried: set[int]) -> bool:
        for place, line in enumerate(shown):
            if place in tried or not _is_line(line, wanted[number], sent):
                continue
            tried.add(place)
            if place not in owners or give(owners[place], tried):
                owners[place] = number
                return True
        return False

    return all(give(number, set()) for number in range(len(wanted)))


def _is_line(line: Any, wanted: Mapping[str, Any], sent: SentOrder) -> bool:
    for key, name in _NAMES:
        if wanted.get(key) and plain(_text(getattr(line, name))) != plain(_text(wanted[key])):
            return False
    return "quantity" not in wanted or _is_quantity(line, wanted["quantity"], sent)


def _is_quantity(line: Any, wanted: object, sent: SentOrder) -> bool:
    """Compare quantities; that of a change is read back as the difference to the seats before.

    For example a change from 10 to 12 seats is sent as 12 and read back as 2. If the seats before
    are not known, any difference is possible that leaves them at 0 or more.
    """
    shown, total = exact(line.quantity), exact(wanted)
    scheduled = _text(sent.body.get("scheduledOn")).lower() == "renewal"
    if shown == total or sent.body.get("type") != "change" or scheduled:
        return shown == total
    if shown is None or total is None:
        return True
    before = total - shown
    return before >= 0 if sent.seats_before is None else before == sent.seats_before


def _lines(order: Order) -> Sequence[Any]:
    """Return the lines of an order; what is not an object is left out."""
    lines: object = order.products
    return [line for line in lines if hasattr(line, "mpn")] if isinstance(lines, list) else []


def _sent_lines(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    lines = body.get("products")
    return [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list) else []


def _is_bare(order: Order) -> bool:
    """Tell whether an order has neither lines nor subscriptions."""
    return not _lines(order) and not subscriptions_in(order)


def _differs(shown: object, sent: object) -> bool:
    """Tell whether both values are present, and differ."""
    return bool(shown) and _text(shown).casefold() != _text(sent).casefold()


def _keys(document: Iterable[str]) -> str:
    names = sorted(map(str, document))[:6]
    return f"the properties {', '.join(names)}" if names else "no properties"


def _text(value: object) -> str:
    """Return the text of a value; missing, null and empty are the same."""
    return str(value) if value else ""
