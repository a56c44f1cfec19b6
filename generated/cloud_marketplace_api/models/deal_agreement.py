"""The model `DealAgreement`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new

if TYPE_CHECKING:
    from ..models.deal_discount import DealDiscount
    from ..models.deal_price import DealPrice
    from ..models.period import Period


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DealAgreement(Model):
    """Prices agreed between one seller and one buyer.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        prices: Agreed prices.
        price_term: How long the agreed prices apply.
        discounts: Agreed discounts.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "seller_id": Field("sellerId", expects=(str,)),
        "buyer_id": Field("buyerId", expects=(str,)),
        "prices": Field("prices", items(nested("DealPrice")), expects=(list,), holds="DealPrice"),
        "price_term": Field("priceTerm", nested("Period"), expects=(dict,), holds="Period"),
        "discounts": Field(
            "discounts", items(nested("DealDiscount")), expects=(list,), holds="DealDiscount"
        ),
    }

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    prices: list[DealPrice] | Unset = UNSET
    price_term: Period | Unset = UNSET
    discounts: list[DealDiscount] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.seller_id = get("sellerId", ABSENT)
            self.buyer_id = get("buyerId", ABSENT)
            value = get("prices", ABSENT)
            self._raw_prices = tuple(value) if type(value) is list else value
            self._raw_price_term = get("priceTerm", ABSENT)
            value = get("discounts", ABSENT)
            self._raw_discounts = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> DealAgreement:
            self = new(cls)
            self._keys = ()
            self.seller_id = came.seller_id
            self.buyer_id = came.buyer_id
            self._raw_prices = came.prices
            self._raw_price_term = came.price_term
            self._raw_discounts = came.discounts
            return self
