"""The enumeration `BillingModel`."""

from ..types import OpenEnum


class BillingModel(OpenEnum):
    """When a period is charged."""

    CHARGE_BEFORE_BILLING_PERIOD = "chargeBeforeBillingPeriod"
    CHARGE_AFTER_BILLING_PERIOD = "chargeAfterBillingPeriod"
    CHARGE_BEFORE_SUBSCRIPTION_PERIOD = "chargeBeforeSubscriptionPeriod"
    CHARGE_EXTERNAL_RATING = "chargeExternalRating"
    UNKNOWN = "unknown"
