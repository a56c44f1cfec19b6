"""The model `ParameterValidationResult`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new

if TYPE_CHECKING:
    from ..models.checked_parameter import CheckedParameter
    from ..models.period import Period


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParameterValidationResult(Model):
    """What was found for one product.

    Attributes:
        parameters: A result for each parameter.
        id: Identifier of the product.
        mpn: Manufacturer part number; not unique.
        vendor: Vendor, where the MPN is not enough.
        billing_period: Billing period, where the MPN is not enough.
        subscription_period: Subscription period, where the MPN is not enough.
        draft_request_id: Links a follow-up check to an earlier one.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "parameters": Field(
            "parameters",
            items(nested("CheckedParameter")),
            expects=(list,),
            required=True,
            holds="CheckedParameter",
        ),
        "id": Field("id", expects=(str,)),
        "mpn": Field("mpn", expects=(str,)),
        "vendor": Field("vendor", expects=(str,)),
        "billing_period": Field("billingPeriod", nested("Period"), expects=(dict,), holds="Period"),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "draft_request_id": Field("draftRequestId", expects=(str,)),
    }

    parameters: list[CheckedParameter]
    id: str | Unset = UNSET
    mpn: str | Unset = UNSET
    vendor: str | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    draft_request_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            value = get("parameters", ABSENT)
            self._raw_parameters = tuple(value) if type(value) is list else value
            self.id = get("id", ABSENT)
            self.mpn = get("mpn", ABSENT)
            self.vendor = get("vendor", ABSENT)
            self._raw_billing_period = get("billingPeriod", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self.draft_request_id = get("draftRequestId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ParameterValidationResult:
            self = new(cls)
            self._keys = ()
            self._raw_parameters = came.parameters
            self.id = came.id
            self.mpn = came.mpn
            self.vendor = came.vendor
            self._raw_billing_period = came.billing_period
            self._raw_subscription_period = came.subscription_period
            self.draft_request_id = came.draft_request_id
            return self
