"""The model `OrderMargin`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.margin_attribute import MarginAttribute
    from ..models.margin_rate import MarginRate
    from ..models.margin_rate_info import MarginRateInfo
    from ..models.order_margin_price_model import OrderMarginPriceModel


class OrderMargin(Model, kw_only=True):
    """Margins along the chain.

    Attributes:
        price_model: What the margins start from.
        total_rate: Margin of the whole chain. Sent only, never returned.
        rates: Margins of each seller and buyer.
        attributes: Margins by attribute.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"price_model": "OrderMarginPriceModel"}

    price_model: OrderMarginPriceModel
    total_rate: MarginRate
    rates: list[MarginRateInfo]
    attributes: list[MarginAttribute] | Unset = UNSET
