"""`customers.list`: GET /customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import identifier, number, text
from ...call import Call, query_of, response
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
                "name": text("name", name),
                "email": text("email", email),
                "externalId": identifier("external_id", external_id),
                "resellerId": identifier("reseller_id", reseller_id),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
