"""The model `DealPrice`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model

if TYPE_CHECKING:
    from ..models.deal_price_type import DealPriceType


class DealPrice(Model, kw_only=True):
    """A price that was agreed.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        type: What the price is for. Three of the values occur in both letter cases.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "DealPriceType"}

    currency: str
    amount: str
    type: DealPriceType
