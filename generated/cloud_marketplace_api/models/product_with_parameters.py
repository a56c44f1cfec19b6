"""The model `ProductWithParameters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period


class ProductWithParameters(Model, kw_only=True):
    """A product with the parameters to check.

    Attributes:
        parameters: Parameters to check.
        id: Identifier of the product.
        mpn: Manufacturer part number; not unique.
        vendor: Vendor, where the MPN is not enough.
        billing_period: Billing period, where the MPN is not enough.
        subscription_period: Subscription period, where the MPN is not enough.
        draft_request_id: Links a follow-up check to an earlier one.
        quantity: Seats to order.
        additional_properties: Unknown fields by their JSON key.
    """

    parameters: list[ParameterValue]
    id: str | Unset = UNSET
    mpn: str | Unset = UNSET
    vendor: str | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    draft_request_id: str | Unset = UNSET
    quantity: int | Unset = UNSET
