"""The model `OrderMargin`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.margin_attribute import MarginAttribute
    from ..models.margin_rate import MarginRate
    from ..models.margin_rate_info import MarginRateInfo
    from ..models.order_margin_price_model import OrderMarginPriceModel


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderMargin(Model):
    """Margins along the chain.

    Attributes:
        price_model: What the margins start from.
        total_rate: Margin of the whole chain. Sent only, never returned.
        rates: Margins of each seller and buyer.
        attributes: Margins by attribute.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "price_model": Field(
            "priceModel",
            enumeration("OrderMarginPriceModel"),
            expects=(str,),
            required=True,
            holds="OrderMarginPriceModel",
        ),
        "total_rate": Field(
            "totalRate", nested("MarginRate"), expects=(dict,), required=True, holds="MarginRate"
        ),
        "rates": Field(
            "rates",
            items(nested("MarginRateInfo")),
            expects=(list,),
            required=True,
            holds="MarginRateInfo",
        ),
        "attributes": Field(
            "attributes", items(nested("MarginAttribute")), expects=(list,), holds="MarginAttribute"
        ),
    }

    price_model: OrderMarginPriceModel
    total_rate: MarginRate
    rates: list[MarginRateInfo]
    attributes: list[MarginAttribute] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_price_model = get("priceModel", ABSENT)
            self._raw_total_rate = get("totalRate", ABSENT)
            value = get("rates", ABSENT)
            self._raw_rates = tuple(value) if type(value) is list else value
            value = get("attributes", ABSENT)
            self._raw_attributes = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> OrderMargin:
            self = new(cls)
            self._keys = ()
            self._raw_price_model = came.price_model
            self._raw_total_rate = came.total_rate
            self._raw_rates = came.rates
            self._raw_attributes = came.attributes
            return self
