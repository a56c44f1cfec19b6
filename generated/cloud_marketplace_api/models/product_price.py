"""The model `ProductPrice`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.product_price_model import ProductPriceModel
    from ..models.product_price_type import ProductPriceType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ProductPrice(Model):
    """A price or a cost of a product for one unit.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        type: What the price is for.
        model: How the price depends on the quantity.
        lower_limit: Smallest quantity for which the price applies.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "currency": Field("currency", expects=(str,), required=True),
        "amount": Field("amount", expects=(str,), required=True),
        "type": Field(
            "type", enumeration("ProductPriceType"), expects=(str,), holds="ProductPriceType"
        ),
        "model": Field(
            "model", enumeration("ProductPriceModel"), expects=(str,), holds="ProductPriceModel"
        ),
        "lower_limit": Field("lowerLimit", expects=(int, float)),
    }

    currency: str
    amount: str
    type: ProductPriceType | Unset = UNSET
    model: ProductPriceModel | Unset = UNSET
    lower_limit: float | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.currency = get("currency", ABSENT)
            self.amount = get("amount", ABSENT)
            self._raw_type = get("type", ABSENT)
            self._raw_model = get("model", ABSENT)
            self.lower_limit = get("lowerLimit", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ProductPrice:
            self = new(cls)
            self._keys = ()
            self.currency = came.currency
            self.amount = came.amount
            self._raw_type = came.type
            self._raw_model = came.model
            self.lower_limit = came.lower_limit
            return self
