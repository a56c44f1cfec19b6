"""The model `VendorDiscount`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.period import Period
    from ..models.vendor_discount_total import VendorDiscountTotal


class VendorDiscount(Model, kw_only=True):
    """A discount of the vendor.

    Attributes:
        discount_percentage: Percentage, as decimal text.
        discounted_unit_price: Unit price after the discount, as decimal text.
        effective_start_date: First day of the discount.
        effective_end_date: Last day of the discount.
        total_abs_discount: The discount as an amount. Sent only, never returned.
        validity: How long the discount applies.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "effective_start_date": "date",
        "effective_end_date": "date",
    }

    discount_percentage: str | Unset = UNSET
    discounted_unit_price: str | Unset = UNSET
    effective_start_date: datetime.date | Unset = UNSET
    effective_end_date: datetime.date | Unset = UNSET
    total_abs_discount: VendorDiscountTotal | Unset = UNSET
    validity: Period | Unset = UNSET
