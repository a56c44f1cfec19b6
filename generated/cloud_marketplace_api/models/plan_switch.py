"""The model `PlanSwitch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.period import Period
    from ..models.plan_switch_billing_policy import PlanSwitchBillingPolicy
    from ..models.plan_switch_when_effective import PlanSwitchWhenEffective


class PlanSwitch(Model, kw_only=True):
    """A switch to another plan or period that is allowed.

    Attributes:
        plan_id: Identifier of the target plan; a number here. Read-only.
        subscription_period: Subscription period after the switch.
        billing_policy: How the switch is charged. Read-only.
        when_effective: When the switch takes effect. Read-only.
        source_subscription_period: Subscription period from which the switch is allowed.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "billing_policy": "PlanSwitchBillingPolicy",
        "when_effective": "PlanSwitchWhenEffective",
    }

    plan_id: int | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    billing_policy: PlanSwitchBillingPolicy | Unset = UNSET
    when_effective: PlanSwitchWhenEffective | Unset = UNSET
    source_subscription_period: Period | Unset = UNSET
