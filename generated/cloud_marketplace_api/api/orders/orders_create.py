"""`orders.create`: POST /orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Order, OrderRequest

OPERATION = OPERATIONS["orders.create"]
READ = response("Order")


def call(body: OrderRequest | Mapping[str, Any]) -> Call[Order]:
    """Build the call of `orders.create`, see there."""
    return Call(OPERATION, "/orders", READ, body=body_of("OrderRequest", body))
