"""The enumeration `VendorDiscountTotalFrequency`."""

from ..types import OpenEnum


class VendorDiscountTotalFrequency(OpenEnum):
    """How often the amount is given."""

    DAILY = "DAILY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"
