"""The model `Plan`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.period import Period
    from ..models.plan_period import PlanPeriod
    from ..models.plan_switch import PlanSwitch


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Plan(Model):
    """A service plan in full.

    Attributes:
        id: Identifier of the plan. Read-only.
        name: Name of the plan. Read-only.
        short_description: Description in one line. Read-only.
        long_description: Description at length. Read-only.
        published: Whether the plan is on offer. Read-only.
        subscription_periods: Periods on offer. Read-only.
        billing_period: How often the plan is charged. Read-only.
        billing_model: When a billing period of the plan is charged. Read-only.
        plan_switches: Switches that are allowed from this plan. Read-only.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,), required=True),
        "name": Field("name", expects=(str,), required=True),
        "short_description": Field("shortDescription", expects=(str,)),
        "long_description": Field("longDescription", expects=(str,)),
        "published": Field("published", expects=(bool,)),
        "subscription_periods": Field(
            "subscriptionPeriods", items(nested("PlanPeriod")), expects=(list,), holds="PlanPeriod"
        ),
        "billing_period": Field("billingPeriod", nested("Period"), expects=(dict,), holds="Period"),
        "billing_model": Field(
            "billingModel", enumeration("BillingModel"), expects=(str,), holds="BillingModel"
        ),
        "plan_switches": Field(
            "planSwitches", items(nested("PlanSwitch")), expects=(list,), holds="PlanSwitch"
        ),
    }

    id: str = ABSENT
    name: str = ABSENT
    short_description: str | Unset = UNSET
    long_description: str | Unset = UNSET
    published: bool | Unset = UNSET
    subscription_periods: list[PlanPeriod] | Unset = UNSET
    billing_period: Period | Unset = UNSET
    billing_model: BillingModel | Unset = UNSET
    plan_switches: list[PlanSwitch] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.name = get("name", ABSENT)
            self.short_description = get("shortDescription", ABSENT)
            self.long_description = get("longDescription", ABSENT)
            self.published = get("published", ABSENT)
            value = get("subscriptionPeriods", ABSENT)
            self._raw_subscription_periods = tuple(value) if type(value) is list else value
            self._raw_billing_period = get("billingPeriod", ABSENT)
            self._raw_billing_model = get("billingModel", ABSENT)
            value = get("planSwitches", ABSENT)
            self._raw_plan_switches = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> Plan:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.name = came.name
            self.short_description = came.short_description
            self.long_description = came.long_description
            self.published = came.published
            self._raw_subscription_periods = came.subscription_periods
            self._raw_billing_period = came.billing_period
            self._raw_billing_model = came.billing_model
            self._raw_plan_switches = came.plan_switches
            return self
