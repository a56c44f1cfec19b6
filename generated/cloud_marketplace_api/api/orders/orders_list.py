"""`orders.list`: GET /orders."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...arguments import identifier, moment, number, text
from ...call import Call, query_of, response
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
                "customerId": identifier("customer_id", customer_id),
                "subscriptionId": identifier("subscription_id", subscription_id),
                "orderNumber": text("order_number", order_number),
                "status": text("status", status),
                "creationTimeFrom": moment("creation_time_from", creation_time_from),
                "creationTimeTo": moment("creation_time_to", creation_time_to),
                "statusCode": text("status_code", status_code),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
