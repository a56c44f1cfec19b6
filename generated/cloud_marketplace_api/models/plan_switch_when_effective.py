"""The enumeration `PlanSwitchWhenEffective`."""

from ..types import OpenEnum


class PlanSwitchWhenEffective(OpenEnum):
    """When the switch takes effect."""

    IMMEDIATELY = "immediately"
    NEXT_BILLING_PERIOD = "next_billing_period"
    NEXT_SUBSCRIPTION_PERIOD = "next_subscription_period"
    UNKNOWN = "unknown"
