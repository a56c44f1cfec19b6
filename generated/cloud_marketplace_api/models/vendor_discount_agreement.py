"""The model `VendorDiscountAgreement`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.vendor_discount import VendorDiscount


class VendorDiscountAgreement(Model, kw_only=True):
    """A discount of the vendor for one seller and one buyer.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        discount: The discount. Sent only, never returned.
        additional_properties: Unknown fields by their JSON key.
    """

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    discount: VendorDiscount | Unset = UNSET
