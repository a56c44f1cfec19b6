"""`resellers.list_orders`: GET /resellers/{id}/orders."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...arguments import identifier, moment, number, segment, text
from ...call import Call, path_of, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import OrderPage, OrderStatus

OPERATION = OPERATIONS["resellers.list_orders"]
READ = response("OrderPage")


def call(
    id: str | int,
    *,
    customer_id: str | int | None = None,
    subscription_id: str | int | None = None,
    status: OrderStatus | str | None = None,
    creation_time_from: datetime.datetime | str | None = None,
    creation_time_to: datetime.datetime | str | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[OrderPage]:
    """Build the call of `resellers.list_orders`, see there."""
    return Call(
        OPERATION,
        path_of("/resellers/{id}/orders", id=segment("id", id)),
        READ,
        query=query_of(
            {
                "customerId": identifier("customer_id", customer_id),
                "subscriptionId": identifier("subscription_id", subscription_id),
                "status": text("status", status),
                "creationTimeFrom": moment("creation_time_from", creation_time_from),
                "creationTimeTo": moment("creation_time_to", creation_time_to),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
