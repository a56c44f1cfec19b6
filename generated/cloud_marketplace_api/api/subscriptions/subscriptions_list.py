"""`subscriptions.list`: GET /subscriptions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...arguments import day, identifier, number, text
from ...call import Call, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import SubscriptionPage, SubscriptionStatus

OPERATION = OPERATIONS["subscriptions.list"]
READ = response("SubscriptionPage")


def call(
    *,
    customer_id: str | int | None = None,
    creation_date_from: datetime.date | str | None = None,
    creation_date_to: datetime.date | str | None = None,
    status: SubscriptionStatus | str | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[SubscriptionPage]:
    """Build the call of `subscriptions.list`, see there."""
    return Call(
        OPERATION,
        "/subscriptions",
        READ,
        query=query_of(
            {
                "customerId": identifier("customer_id", customer_id),
                "creationDateFrom": day("creation_date_from", creation_date_from),
                "creationDateTo": day("creation_date_to", creation_date_to),
                "status": text("status", status),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
