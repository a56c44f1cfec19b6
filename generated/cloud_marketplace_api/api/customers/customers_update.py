"""`customers.update`: PATCH /customers/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer, CustomerUpdate

OPERATION = OPERATIONS["customers.update"]
READ = response("Customer")


def call(id: str | int, body: CustomerUpdate | Mapping[str, Any]) -> Call[Customer]:
    """Build the call of `customers.update`, see there."""
    return Call(
        OPERATION,
        path_of("/customers/{id}", id=segment("id", id)),
        READ,
        body=body_of("CustomerUpdate", body),
    )
