"""`subscriptions.update`: PATCH /subscriptions/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Subscription, SubscriptionUpdate

OPERATION = OPERATIONS["subscriptions.update"]
READ = response("Subscription")


def call(id: str | int, body: SubscriptionUpdate | Mapping[str, Any]) -> Call[Subscription]:
    """Build the call of `subscriptions.update`, see there."""
    return Call(
        OPERATION,
        path_of("/subscriptions/{id}", id=segment("id", id)),
        READ,
        body=body_of("SubscriptionUpdate", body),
    )
