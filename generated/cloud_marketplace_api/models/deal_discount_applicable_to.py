"""The enumeration `DealDiscountApplicableTo`."""

from ..types import OpenEnum


class DealDiscountApplicableTo(OpenEnum):
    """DealDiscountApplicableTo"""

    SALES = "SALES"
    RENEWAL = "RENEWAL"
    SWITCH_PLAN = "SWITCH_PLAN"
