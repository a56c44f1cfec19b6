"""`orders.list`: GET /orders."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...call import Call, query_of
from ...model import response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import OrderPage, OrderStatus

OPERATION = OPERATIONS["orders.list"]
READ = response("OrderPage")


def call(
    *,
    customer_id: str | int | None = None,
    subscription_id: str | int | None = None,
    order_number: str | None = None,
    status: OrderStatus | str | None = None,
    creation_time_from: datetime.datetime | str | None = None,
    creation_time_to: datetime.datetime | str | None = None,
    status_code: str | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[OrderPage]:
    """Build the call of `orders.list`, see there."""
    return Call(
        OPERATION,
        "/orders",
        READ,
        query=query_of(
            {
                "customerId": customer_id,
                "subscriptionId": subscription_id,
                "orderNumber": order_number,
                "status": status,
                "creationTimeFrom": creation_time_from,
                "creationTimeTo": creation_time_to,
                "statusCode": status_code,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
