"""`orders.estimate`: POST /orders/estimate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import OrderEstimate, OrderRequest

OPERATION = OPERATIONS["orders.estimate"]
READ = response("OrderEstimate")


def call(body: OrderRequest | Mapping[str, Any]) -> Call[OrderEstimate]:
    """Build the call of `orders.estimate`, see there."""
    return Call(OPERATION, "/orders/estimate", READ, body=body_of("OrderRequest", body))
