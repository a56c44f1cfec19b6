"""The model `VendorDiscountAgreement`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new

if TYPE_CHECKING:
    from ..models.vendor_discount import VendorDiscount


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VendorDiscountAgreement(Model):
    """A discount of the vendor for one seller and one buyer.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        discount: The discount. Sent only, never returned.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "seller_id": Field("sellerId", expects=(str,)),
        "buyer_id": Field("buyerId", expects=(str,)),
        "discount": Field(
            "discount", nested("VendorDiscount"), expects=(dict,), holds="VendorDiscount"
        ),
    }

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    discount: VendorDiscount | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.seller_id = get("sellerId", ABSENT)
            self.buyer_id = get("buyerId", ABSENT)
            self._raw_discount = get("discount", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> VendorDiscountAgreement:
            self = new(cls)
            self._keys = ()
            self.seller_id = came.seller_id
            self.buyer_id = came.buyer_id
            self._raw_discount = came.discount
            return self
