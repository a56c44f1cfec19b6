"""`orders.get`: GET /orders/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Order

OPERATION = OPERATIONS["orders.get"]
READ = response("Order")


def call(id: str | int) -> Call[Order]:
    """Build the call of `orders.get`, see there."""
    return Call(OPERATION, path_of("/orders/{id}", id=segment("id", id)), READ)
