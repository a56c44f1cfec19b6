"""`customers.get`: GET /customers/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer

OPERATION = OPERATIONS["customers.get"]
READ = response("Customer")


def call(id: str | int) -> Call[Customer]:
    """Build the call of `customers.get`, see there."""
    return Call(OPERATION, path_of("/customers/{id}", id=segment("id", id)), READ)
