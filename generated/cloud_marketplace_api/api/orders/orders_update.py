"""`orders.update`: PATCH /orders/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Order, OrderUpdate

OPERATION = OPERATIONS["orders.update"]
READ = response("Order")


def call(id: str | int, body: OrderUpdate | Mapping[str, Any]) -> Call[Order]:
    """Build the call of `orders.update`, see there."""
    return Call(
        OPERATION,
        path_of("/orders/{id}", id=segment("id", id)),
        READ,
        body=body_of("OrderUpdate", body),
    )
