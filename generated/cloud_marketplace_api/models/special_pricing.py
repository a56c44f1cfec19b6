"""The model `SpecialPricing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.subscription_product_update import SubscriptionProductUpdate


class SpecialPricing(Model, kw_only=True):
    """Special prices for a subscription.

    Attributes:
        products: New prices of the products named.
        additional_properties: Unknown fields by their JSON key.
    """

    products: list[SubscriptionProductUpdate]
