"""`resellers.get`: GET /resellers/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Reseller

OPERATION = OPERATIONS["resellers.get"]
READ = response("Reseller")


def call(id: str | int) -> Call[Reseller]:
    """Build the call of `resellers.get`, see there."""
    return Call(OPERATION, path_of("/resellers/{id}", id=segment("id", id)), READ)
