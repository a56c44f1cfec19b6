"""`subscriptions.set_special_pricing`: POST /subscriptions/{id}/specialPricing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arguments import segment
from ...call import Call, body_of, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import SpecialPricing, Subscription

OPERATION = OPERATIONS["subscriptions.set_special_pricing"]
READ = response("Subscription")


def call(id: str | int, body: SpecialPricing | Mapping[str, Any]) -> Call[Subscription]:
    """Build the call of `subscriptions.set_special_pricing`, see there."""
    return Call(
        OPERATION,
        path_of("/subscriptions/{id}/specialPricing", id=segment("id", id)),
        READ,
        body=body_of("SpecialPricing", body),
    )
