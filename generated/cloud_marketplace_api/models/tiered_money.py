"""The model `TieredMoney`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new

if TYPE_CHECKING:
    from ..models.price_tier import PriceTier


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TieredMoney(Model):
    """An amount of money for one unit, with lower or higher amounts from certain quantities on.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        price_tiers: Amounts that apply from a quantity on.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "currency": Field("currency", expects=(str,), required=True),
        "amount": Field("amount", expects=(str,), required=True),
        "price_tiers": Field(
            "priceTiers", items(nested("PriceTier")), expects=(list,), holds="PriceTier"
        ),
    }

    currency: str
    amount: str
    price_tiers: list[PriceTier] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.currency = get("currency", ABSENT)
            self.amount = get("amount", ABSENT)
            value = get("priceTiers", ABSENT)
            self._raw_price_tiers = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> TieredMoney:
            self = new(cls)
            self._keys = ()
            self.currency = came.currency
            self.amount = came.amount
            self._raw_price_tiers = came.price_tiers
            return self
