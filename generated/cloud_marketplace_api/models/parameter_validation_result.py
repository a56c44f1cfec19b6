"""The model `ParameterValidationResult`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.checked_parameter import CheckedParameter
    from ..models.period import Period


class ParameterValidationResult(Model, kw_only=True):
    """What was found for one product.

    Attributes:
        parameters: A result for each parameter.
        id: Identifier of the product.
        mpn: Manufacturer part number; not unique.
        vendor: Vendor, where the MPN is not enough.
        billing_period: Billing period, where the MPN is not enough.
        subscription_period: Subscription period, where the MPN is not enough.
        draft_request_id: Links a follow-up check to an earlier one.
        additional_properties: Unknown fields by their JSON key.
    """

    parameters: list[CheckedParameter]
    id: str | Unset = UNSET
    mpn: str | Unset = UNSET
    vendor: str | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    draft_request_id: str | Unset = UNSET
