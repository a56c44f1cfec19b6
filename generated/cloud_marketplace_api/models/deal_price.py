"""The model `DealPrice`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, enumeration, new

if TYPE_CHECKING:
    from ..models.deal_price_type import DealPriceType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DealPrice(Model):
    """A price that was agreed.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        type: What the price is for. Three of the values occur in both letter cases.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "currency": Field("currency", expects=(str,), required=True),
        "amount": Field("amount", expects=(str,), required=True),
        "type": Field(
            "type",
            enumeration("DealPriceType"),
            expects=(str,),
            required=True,
            holds="DealPriceType",
        ),
    }

    currency: str
    amount: str
    type: DealPriceType
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.currency = get("currency", ABSENT)
            self.amount = get("amount", ABSENT)
            self._raw_type = get("type", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> DealPrice:
            self = new(cls)
            self._keys = ()
            self.currency = came.currency
            self.amount = came.amount
            self._raw_type = came.type
            return self
