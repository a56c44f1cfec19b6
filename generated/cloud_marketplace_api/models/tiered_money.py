"""The model `TieredMoney`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.price_tier import PriceTier


class TieredMoney(Model, kw_only=True):
    """An amount of money for one unit, with lower or higher amounts from certain quantities on.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        price_tiers: Amounts that apply from a quantity on.
        additional_properties: Unknown fields by their JSON key.
    """

    currency: str
    amount: str
    price_tiers: list[PriceTier] | Unset = UNSET
