"""`resellers.create_customer`: POST /resellers/{id}/customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer, CustomerCreate

OPERATION = OPERATIONS["resellers.create_customer"]
READ = response("Customer")


def call(id: str | int, body: CustomerCreate | Mapping[str, Any]) -> Call[Customer]:
    """Build the call of `resellers.create_customer`, see there."""
    return Call(
        OPERATION,
        path_of("/resellers/{id}/customers", id=segment("id", id)),
        READ,
        body=body_of("CustomerCreate", body),
    )
