"""`resellers.list_orders`: GET /resellers/{id}/orders."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...call import Call, path_of, query_of
from ...model import response
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
        path_of("/resellers/{id}/orders", id=id),
        READ,
        query=query_of(
            {
                "customerId": customer_id,
                "subscriptionId": subscription_id,
                "status": status,
                "creationTimeFrom": creation_time_from,
                "creationTimeTo": creation_time_to,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
