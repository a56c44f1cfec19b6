"""`resellers.list`: GET /resellers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import ResellerPage

OPERATION = OPERATIONS["resellers.list"]
READ = response("ResellerPage")


def call(
    *,
    name: str | Unset | None = UNSET,
    email: str | Unset | None = UNSET,
    external_id: str | int | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[ResellerPage]:
    """Build the call of `resellers.list`, see there."""
    return Call(
        OPERATION,
        "/resellers",
        READ,
        query=query_of(
            {
                "name": name,
                "email": email,
                "externalId": external_id,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
