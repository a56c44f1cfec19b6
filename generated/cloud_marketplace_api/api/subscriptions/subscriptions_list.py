"""`subscriptions.list`: GET /subscriptions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import SubscriptionPage, SubscriptionStatus

OPERATION = OPERATIONS["subscriptions.list"]
READ = response("SubscriptionPage")


def call(
    *,
    customer_id: str | int | Unset | None = UNSET,
    creation_date_from: datetime.date | str | Unset | None = UNSET,
    creation_date_to: datetime.date | str | Unset | None = UNSET,
    status: SubscriptionStatus | str | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[SubscriptionPage]:
    """Build the call of `subscriptions.list`, see there."""
    return Call(
        OPERATION,
        "/subscriptions",
        READ,
        query=query_of(
            {
                "customerId": customer_id,
                "creationDateFrom": creation_date_from,
                "creationDateTo": creation_date_to,
                "status": status,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
