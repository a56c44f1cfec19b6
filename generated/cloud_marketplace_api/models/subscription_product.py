"""The model `SubscriptionProduct`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tiered_money import TieredMoney


class SubscriptionProduct(Model, kw_only=True):
    """A product of a subscription.

    Attributes:
        mpn: Manufacturer part number.
        quantity: Seats at present.
        total_subscription_price: Resale price of the whole subscription period. Read-only.
        total_subscription_cost: Reseller's cost of the whole subscription period. Read-only.
        total_subscription_provider_cost: Provider's cost of the whole subscription period.
            Read-only.
        vendor: Vendor of the product.
        id: Identifier of the product.
        name: Name of the product.
        unit_price: Resale price of one seat.
        unit_cost: Reseller's cost of one seat.
        unit_provider_cost: Provider's cost of one seat.
        extended_price: Resale price of all seats. Read-only.
        vendor_subscription_id: The vendor's own identifier of the subscription.
        additional_properties: Unknown fields by their JSON key.
    """

    mpn: str
    quantity: int
    total_subscription_price: Money | Unset = UNSET
    total_subscription_cost: Money | Unset = UNSET
    total_subscription_provider_cost: Money | Unset = UNSET
    vendor: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    unit_price: TieredMoney | Unset = UNSET
    unit_cost: TieredMoney | Unset = UNSET
    unit_provider_cost: Money | Unset = UNSET
    extended_price: Money | Unset = UNSET
    vendor_subscription_id: str | Unset = UNSET
