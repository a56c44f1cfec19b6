"""`orders.list`: GET /orders."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import OrderPage, OrderStatus

OPERATION = OPERATIONS["orders.list"]
READ = response("OrderPage")


def call(
    *,
    customer_id: str | int | Unset | None = UNSET,
    subscription_id: str | int | Unset | None = UNSET,
    order_number: str | Unset | None = UNSET,
    status: OrderStatus | str | Unset | None = UNSET,
    creation_time_from: datetime.datetime | str | Unset | None = UNSET,
    creation_time_to: datetime.datetime | str | Unset | None = UNSET,
    status_code: str | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
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
