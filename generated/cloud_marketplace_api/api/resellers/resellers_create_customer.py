"""`resellers.create_customer`: POST /resellers/{id}/customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, path_of
from ...model import dump, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Customer, CustomerCreate

OPERATION = OPERATIONS["resellers.create_customer"]
READ = response("Customer")


def call(id: str | int, body: CustomerCreate | Mapping[str, Any]) -> Call[Customer]:
    """Build the call of `resellers.create_customer`, see there."""
    return Call(OPERATION, path_of("/resellers/{id}/customers", id=id), READ, body=dump(body))
