"""The model `Discount`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.discount_type import DiscountType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Discount(Model):
    """A discount on a line.

    Attributes:
        type: Whether the value is a percentage or an amount.
        value: Percentage, or amount for a fixed discount.
        amount: Amount of the discount.
        amount_code: Currency of the amount.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field("type", enumeration("DiscountType"), expects=(str,), holds="DiscountType"),
        "value": Field("value", expects=(str,)),
        "amount": Field("amount", expects=(str,)),
        "amount_code": Field("amountCode", expects=(str,)),
    }

    type: DiscountType | Unset = UNSET
    value: str | Unset = UNSET
    amount: str | Unset = UNSET
    amount_code: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.value = get("value", ABSENT)
            self.amount = get("amount", ABSENT)
            self.amount_code = get("amountCode", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Discount:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.value = came.value
            self.amount = came.amount
            self.amount_code = came.amount_code
            return self
