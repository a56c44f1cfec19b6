"""The model `VendorBillingSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, nested, new

if TYPE_CHECKING:
    from ..models.period import Period


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VendorBillingSettings(Model):
    """How the vendor bills.

    Attributes:
        vendor_billing_period: How often the vendor bills.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "vendor_billing_period": Field(
            "vendorBillingPeriod", nested("Period"), expects=(dict,), required=True, holds="Period"
        )
    }

    vendor_billing_period: Period
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_vendor_billing_period = get("vendorBillingPeriod", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> VendorBillingSettings:
            self = new(cls)
            self._keys = ()
            self._raw_vendor_billing_period = came.vendor_billing_period
            return self
