"""The model `SubscriptionProductUpdate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tiered_money import TieredMoney


class SubscriptionProductUpdate(Model, kw_only=True):
    """New prices of one product of a subscription.

    Attributes:
        mpn: Manufacturer part number.
        id: Identifier of the product.
        unit_price: New resale price of one seat, with tiers if given.
        unit_cost: Reseller's new cost of one seat, with tiers if given.
        unit_provider_cost: Provider's new cost of one seat.
        additional_properties: Unknown fields by their JSON key.
    """

    mpn: str | Unset = UNSET
    id: str | Unset = UNSET
    unit_price: TieredMoney | Unset = UNSET
    unit_cost: TieredMoney | Unset = UNSET
    unit_provider_cost: Money | Unset = UNSET
