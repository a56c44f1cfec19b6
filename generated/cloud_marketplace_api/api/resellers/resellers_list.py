"""`resellers.list`: GET /resellers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import identifier, number, text
from ...call import Call, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import ResellerPage

OPERATION = OPERATIONS["resellers.list"]
READ = response("ResellerPage")


def call(
    *,
    name: str | None = None,
    email: str | None = None,
    external_id: str | int | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[ResellerPage]:
    """Build the call of `resellers.list`, see there."""
    return Call(
        OPERATION,
        "/resellers",
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
