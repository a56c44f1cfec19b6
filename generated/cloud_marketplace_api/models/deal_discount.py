"""The model `DealDiscount`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.deal_discount_applicable_to import DealDiscountApplicableTo
    from ..models.deal_price import DealPrice


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DealDiscount(Model):
    """Discounts for certain kinds of orders.

    Attributes:
        applicable_to: Kinds of orders the discount is for.
        prices: Amounts of the discount.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "applicable_to": Field(
            "applicableTo",
            items(enumeration("DealDiscountApplicableTo")),
            expects=(list,),
            required=True,
            holds="DealDiscountApplicableTo",
        ),
        "prices": Field(
            "prices", items(nested("DealPrice")), expects=(list,), required=True, holds="DealPrice"
        ),
    }

    applicable_to: list[DealDiscountApplicableTo]
    prices: list[DealPrice]
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            value = get("applicableTo", ABSENT)
            self._raw_applicable_to = tuple(value) if type(value) is list else value
            value = get("prices", ABSENT)
            self._raw_prices = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> DealDiscount:
            self = new(cls)
            self._keys = ()
            self._raw_applicable_to = came.applicable_to
            self._raw_prices = came.prices
            return self
