"""The model `SubscriptionUpdate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.subscription_product_update import SubscriptionProductUpdate


class SubscriptionUpdate(Model, kw_only=True):
    """Changes to a subscription; what is not sent stays as it is.

    Attributes:
        products: New prices of the products named; quantities cannot be changed here.
        attributes: Free key and text pairs.
        renewal_status: Whether the subscription renews automatically.
        additional_properties: Unknown fields by their JSON key.
    """

    products: list[SubscriptionProductUpdate] | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    renewal_status: bool | Unset = UNSET
