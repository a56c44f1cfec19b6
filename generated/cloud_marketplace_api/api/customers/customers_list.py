"""`customers.list`: GET /customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...call import Call, query_of
from ...model import response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import CustomerPage

OPERATION = OPERATIONS["customers.list"]
READ = response("CustomerPage")


def call(
    *,
    name: str | None = None,
    email: str | None = None,
    external_id: str | int | None = None,
    reseller_id: str | int | None = None,
    offset: int | None = None,
    limit: int | None = None,
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
