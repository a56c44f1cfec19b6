"""`customers.list`: GET /customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import CustomerPage

OPERATION = OPERATIONS["customers.list"]
READ = response("CustomerPage")


def call(
    *,
    name: str | Unset | None = UNSET,
    email: str | Unset | None = UNSET,
    external_id: str | int | Unset | None = UNSET,
    reseller_id: str | int | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[CustomerPage]:
    """Build the call of `customers.list`, see there."""
    return Call(
        OPERATION,
        "/customers",
        READ,
        query=query_of(
            {
                "name": name,
                "email": email,
                "externalId": external_id,
                "resellerId": reseller_id,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
