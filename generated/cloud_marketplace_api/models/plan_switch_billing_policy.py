"""The enumeration `PlanSwitchBillingPolicy`."""

from ..types import OpenEnum


class PlanSwitchBillingPolicy(OpenEnum):
    """How the switch is charged."""

    PERIOD_CHANGE = "period_change"
    PRORATE_STARTING_NEW_SUBSCRIPTION_PERIOD = "prorate_starting_new_subscription_period"
    PRORATE_KEEPING_EXP_DATE = "prorate_keeping_exp_date"
    PRORATE_REFUND = "prorate_refund"
    NO_REFUND = "no_refund"
    NO_REFUND_WITH_FULL_REFUND_PERIOD = "no_refund_with_full_refund_period"
    PRORATE_REFUND_WITH_FULL_REFUND_PERIOD = "prorate_refund_with_full_refund_period"
    UNKNOWN = "unknown"
