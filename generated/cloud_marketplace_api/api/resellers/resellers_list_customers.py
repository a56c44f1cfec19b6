"""`resellers.list_customers`: GET /resellers/{id}/customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, path_of, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import CustomerPage

OPERATION = OPERATIONS["resellers.list_customers"]
READ = response("CustomerPage")


def call(
    id: str | int,
    *,
    name: str | Unset | None = UNSET,
    email: str | Unset | None = UNSET,
    external_id: str | int | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[CustomerPage]:
    """Build the call of `resellers.list_customers`, see there."""
    return Call(
        OPERATION,
        path_of("/resellers/{id}/customers", id=id),
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
