"""`resellers.list_customers`: GET /resellers/{id}/customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import identifier, number, segment, text
from ...call import Call, path_of, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import CustomerPage

OPERATION = OPERATIONS["resellers.list_customers"]
READ = response("CustomerPage")


def call(
    id: str | int,
    *,
    name: str | None = None,
    email: str | None = None,
    external_id: str | int | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[CustomerPage]:
    """Build the call of `resellers.list_customers`, see there."""
    return Call(
        OPERATION,
        path_of("/resellers/{id}/customers", id=segment("id", id)),
        READ,
        query=query_of(
            {
                "name": text("name", name),
                "email": text("email", email),
                "externalId": identifier("external_id", external_id),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
