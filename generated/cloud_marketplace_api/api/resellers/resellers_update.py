"""`resellers.update`: PATCH /resellers/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Reseller, ResellerUpdate

OPERATION = OPERATIONS["resellers.update"]
READ = response("Reseller")


def call(id: str | int, body: ResellerUpdate | Mapping[str, Any]) -> Call[Reseller]:
    """Build the call of `resellers.update`, see there."""
    return Call(
        OPERATION,
        path_of("/resellers/{id}", id=segment("id", id)),
        READ,
        body=body_of("ResellerUpdate", body),
    )
