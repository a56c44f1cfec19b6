"""The model `VendorDiscountTotal`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, enumeration, new

if TYPE_CHECKING:
    from ..models.vendor_discount_total_frequency import VendorDiscountTotalFrequency


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VendorDiscountTotal(Model):
    """A discount as an amount.

    Attributes:
        frequency: How often the amount is given.
        value: Amount, as decimal text.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "frequency": Field(
            "frequency",
            enumeration("VendorDiscountTotalFrequency"),
            expects=(str,),
            required=True,
            holds="VendorDiscountTotalFrequency",
        ),
        "value": Field("value", expects=(str,), required=True),
    }

    frequency: VendorDiscountTotalFrequency
    value: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_frequency = get("frequency", ABSENT)
            self.value = get("value", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> VendorDiscountTotal:
            self = new(cls)
            self._keys = ()
            self._raw_frequency = came.frequency
            self.value = came.value
            return self
