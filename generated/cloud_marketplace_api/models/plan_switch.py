"""The model `PlanSwitch`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, nested, new

if TYPE_CHECKING:
    from ..models.period import Period
    from ..models.plan_switch_billing_policy import PlanSwitchBillingPolicy
    from ..models.plan_switch_when_effective import PlanSwitchWhenEffective


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PlanSwitch(Model):
    """A switch to another plan or period that is allowed.

    Attributes:
        plan_id: Identifier of the target plan; a number here. Read-only.
        subscription_period: Subscription period after the switch.
        billing_policy: How the switch is charged. Read-only.
        when_effective: When the switch takes effect. Read-only.
        source_subscription_period: Subscription period from which the switch is allowed.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "plan_id": Field("planId", expects=(int,)),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "billing_policy": Field(
            "billingPolicy",
            enumeration("PlanSwitchBillingPolicy"),
            expects=(str,),
            holds="PlanSwitchBillingPolicy",
        ),
        "when_effective": Field(
            "whenEffective",
            enumeration("PlanSwitchWhenEffective"),
            expects=(str,),
            holds="PlanSwitchWhenEffective",
        ),
        "source_subscription_period": Field(
            "sourceSubscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
    }

    plan_id: int | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    billing_policy: PlanSwitchBillingPolicy | Unset = UNSET
    when_effective: PlanSwitchWhenEffective | Unset = UNSET
    source_subscription_period: Period | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.plan_id = get("planId", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self._raw_billing_policy = get("billingPolicy", ABSENT)
            self._raw_when_effective = get("whenEffective", ABSENT)
            self._raw_source_subscription_period = get("sourceSubscriptionPeriod", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> PlanSwitch:
            self = new(cls)
            self._keys = ()
            self.plan_id = came.plan_id
            self._raw_subscription_period = came.subscription_period
            self._raw_billing_policy = came.billing_policy
            self._raw_when_effective = came.when_effective
            self._raw_source_subscription_period = came.source_subscription_period
            return self
