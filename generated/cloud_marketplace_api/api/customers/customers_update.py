"""`customers.update`: PATCH /customers/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, path_of
from ...model import dump, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer, CustomerUpdate

OPERATION = OPERATIONS["customers.update"]
READ = response("Customer")


def call(id: str | int, body: CustomerUpdate | Mapping[str, Any]) -> Call[Customer]:
    """Build the call of `customers.update`, see there."""
    return Call(OPERATION, path_of("/customers/{id}", id=id), READ, body=dump(body))
