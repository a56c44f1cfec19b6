"""`customers.create`: POST /customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer, CustomerCreate

OPERATION = OPERATIONS["customers.create"]
READ = response("Customer")


def call(body: CustomerCreate | Mapping[str, Any]) -> Call[Customer]:
    """Build the call of `customers.create`, see there."""
    return Call(OPERATION, "/customers", READ, body=body_of("CustomerCreate", body))
