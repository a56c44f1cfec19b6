"""The model `VendorDiscountTotal`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model

if TYPE_CHECKING:
    from ..models.vendor_discount_total_frequency import VendorDiscountTotalFrequency


class VendorDiscountTotal(Model, kw_only=True):
    """A discount as an amount.

    Attributes:
        frequency: How often the amount is given.
        value: Amount, as decimal text.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"frequency": "VendorDiscountTotalFrequency"}

    frequency: VendorDiscountTotalFrequency
    value: str
