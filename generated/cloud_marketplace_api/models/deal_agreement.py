"""The model `DealAgreement`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.deal_discount import DealDiscount
    from ..models.deal_price import DealPrice
    from ..models.period import Period


class DealAgreement(Model, kw_only=True):
    """Prices agreed between one seller and one buyer.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        prices: Agreed prices.
        price_term: How long the agreed prices apply.
        discounts: Agreed discounts.
        additional_properties: Unknown fields by their JSON key.
    """

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    prices: list[DealPrice] | Unset = UNSET
    price_term: Period | Unset = UNSET
    discounts: list[DealDiscount] | Unset = UNSET
