"""`resellers.create`: POST /resellers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Reseller, ResellerCreate

OPERATION = OPERATIONS["resellers.create"]
READ = response("Reseller")


def call(body: ResellerCreate | Mapping[str, Any]) -> Call[Reseller]:
    """Build the call of `resellers.create`, see there."""
    return Call(OPERATION, "/resellers", READ, body=body_of("ResellerCreate", body))
