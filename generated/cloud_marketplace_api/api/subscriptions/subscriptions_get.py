"""`subscriptions.get`: GET /subscriptions/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Subscription

OPERATION = OPERATIONS["subscriptions.get"]
READ = response("Subscription")


def call(id: str | int) -> Call[Subscription]:
    """Build the call of `subscriptions.get`, see there."""
    return Call(OPERATION, path_of("/subscriptions/{id}", id=segment("id", id)), READ)
