"""Create an order by one call, and compare the response with what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cloud_marketplace_api.api.orders import orders_create

from cloud_marketplace._engine.steps import Flow, send_call
from cloud_marketplace._workflows.order_matching import SentOrder, contradiction, id_of
from cloud_marketplace.errors import OutcomeUnknown

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order, OrderRequest


def create_order(
    order: OrderRequest | Mapping[str, Any], timeout: float | None = None
) -> Flow[Order]:
    """Send an order once.

    Raises:
        OutcomeUnknown: If the response was lost, is not about this order, or was written neither
            by the service nor by its gateway. It has what to look for, and the id in the response.
        MarketplaceError: If it was not placed.
    """
    from cloud_marketplace_api.model import dump  # imported here, since it imports msgspec

    call = orders_create.call(order)
    sent: Any = dump(order)
    try:
        created = yield from send_call(call, timeout)
    except OutcomeUnknown as error:
        _describe(error, sent)
        raise
    why = contradiction(created, SentOrder(sent))
    if not why:
        return created
    doubt = OutcomeUnknown(
        why,
        advice="Look for the order (customer and PO number, newest first) before sending it again.",
        operation="orders.create",
        status=200,
        attempts=1,
    )
    doubt.candidates = tuple(filter(None, [id_of(created)]))
    _describe(doubt, sent)
    raise doubt


def _describe(error: OutcomeUnknown, sent: Mapping[str, Any]) -> None:
    """Add what is needed to find the order."""
    customer, number = sent.get("customerId"), sent.get("poNumber")
    error.customer_id = str(customer) if customer else None
    error.po_number = str(number) if number else None
