"""The enumeration `DiscountType`."""

from ..types import OpenEnum


class DiscountType(OpenEnum):
    """Whether the value is a percentage or an amount."""

    PERCENT = "percent"
    FIXED = "fixed"
    UNKNOWN = "unknown"
