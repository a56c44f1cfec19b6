"""An order as the caller gives it: checked, numbered, and with its fingerprints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.call import body_of

from cloud_marketplace._decoding.json_codec import encode
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.intents.intent import Intent, scope_of
from cloud_marketplace._workflows.order_matching import SentOrder

if TYPE_CHECKING:
    from cloud_marketplace_api.models import OrderRequest

_LONGEST_REFERENCE: Final = 100


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """An order that is to be placed.

    Attributes:
        intent: Its record, as it is when nothing was sent yet.
        sent: What will be sent.
    """

    intent: Intent
    sent: SentOrder


def plan_order(
    context: Context,
    order: OrderRequest | Mapping[str, Any],
    reference: str,
    *,
    note: str = "",
    seats_before: int | None = None,
) -> OrderPlan:
    """Prepare an order.

    Args:
        context: Settings of the client.
        order: The order.
        reference: The caller's own name for it; also its PO number if it has none.
        note: Is recorded with the intent.
        seats_before: Of a change of seats: how many there are.

    Raises:
        TypeError: If an argument has the wrong type, or the order can't be sent as JSON.
        ValueError: If the reference is empty, too long or not printable, or a time in the order
            has no offset.
    """
    body = numbered(order, check_reference(reference))
    intent = Intent(
        scope=context_scope(context),
        reference=reference,
        customer_id=str(body.get("customerId", "")),
        po_number=str(body["poNumber"]),
        digest=_digest(body),
        content=_digest({key: value for key, value in body.items() if key != "poNumber"}),
        note=note,
    )
    own_number = body["poNumber"] == reference
    return OrderPlan(intent, SentOrder(body, own_number=own_number, seats_before=seats_before))


def context_scope(context: Context) -> str:
    """Return the scope of a client's intents; nothing in it is secret."""
    return scope_of(context.settings.address.url, context.settings.marketplace)


def check_reference(reference: object) -> str:
    """Check a reference; it may be sent as PO number.

    Raises:
        TypeError: If it is not a text.
        ValueError: If it is empty, too long or not printable.
    """
    if not isinstance(reference, str):
        raise TypeError(f"reference must be a text, not {type(reference).__name__}")
    fine = reference.strip() == reference and reference.isprintable()
    if not reference or not fine or len(reference) > _LONGEST_REFERENCE:
        raise ValueError(
            f"a reference is 1 to {_LONGEST_REFERENCE} printable characters without blanks around"
        )
    return reference


def numbered(order: OrderRequest | Mapping[str, Any], reference: str = "") -> dict[str, Any]:
    """Return the JSON of an order, with its own PO number or else the reference.

    Raises:
        TypeError: If it is not an order, or a value in it has another type than it should.
        ValueError: If a time in it has no offset.
    """
    from cloud_marketplace_api.model import Model  # imported here, since it imports msgspec

    if not isinstance(order, Model | Mapping):
        raise TypeError(f"order must be an OrderRequest or a mapping, not {type(order).__name__}")
    body: Any = body_of("OrderRequest", order)
    lines = body.get("products")
    if lines is not None and not (
        isinstance(lines, list) and all(isinstance(line, dict) for line in lines)
    ):
        raise TypeError("order: products must be a list of objects")
    given = body.pop("ponumber", None)  # as one published example writes it
    return {**body, "poNumber": body.get("poNumber") or given or reference}


def _digest(body: dict[str, Any]) -> str:
    """Return a fingerprint of an order's content, whatever the order of its keys."""
    encoded = encode(body)
    if isinstance(encoded, str):
        raise TypeError(f"orders.create: {encoded}")
    canonical = json.dumps(json.loads(encoded), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
