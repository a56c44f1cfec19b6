"""The model `VendorDiscount`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new, read_date

if TYPE_CHECKING:
    from ..models.period import Period
    from ..models.vendor_discount_total import VendorDiscountTotal


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VendorDiscount(Model):
    """A discount of the vendor.

    Attributes:
        discount_percentage: Percentage, as decimal text.
        discounted_unit_price: Unit price after the discount, as decimal text.
        effective_start_date: First day of the discount.
        effective_end_date: Last day of the discount.
        total_abs_discount: The discount as an amount. Sent only, never returned.
        validity: How long the discount applies.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "discount_percentage": Field("discountPercentage", expects=(str,)),
        "discounted_unit_price": Field("discountedUnitPrice", expects=(str,)),
        "effective_start_date": Field("effectiveStartDate", read_date, expects=(str,)),
        "effective_end_date": Field("effectiveEndDate", read_date, expects=(str,)),
        "total_abs_discount": Field(
            "totalAbsDiscount",
            nested("VendorDiscountTotal"),
            expects=(dict,),
            holds="VendorDiscountTotal",
        ),
        "validity": Field("validity", nested("Period"), expects=(dict,), holds="Period"),
    }

    discount_percentage: str | Unset = UNSET
    discounted_unit_price: str | Unset = UNSET
    effective_start_date: datetime.date | Unset = UNSET
    effective_end_date: datetime.date | Unset = UNSET
    total_abs_discount: VendorDiscountTotal | Unset = UNSET
    validity: Period | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.discount_percentage = get("discountPercentage", ABSENT)
            self.discounted_unit_price = get("discountedUnitPrice", ABSENT)
            self._raw_effective_start_date = get("effectiveStartDate", ABSENT)
            self._raw_effective_end_date = get("effectiveEndDate", ABSENT)
            self._raw_total_abs_discount = get("totalAbsDiscount", ABSENT)
            self._raw_validity = get("validity", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> VendorDiscount:
            self = new(cls)
            self._keys = ()
            self.discount_percentage = came.discount_percentage
            self.discounted_unit_price = came.discounted_unit_price
            self._raw_effective_start_date = came.effective_start_date
            self._raw_effective_end_date = came.effective_end_date
            self._raw_total_abs_discount = came.total_abs_discount
            self._raw_validity = came.validity
            return self
