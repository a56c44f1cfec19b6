"""The enumeration `DealPriceType`."""

from ..types import OpenEnum


class DealPriceType(OpenEnum):
    """What the price is for. Three of the values occur in both letter cases."""

    TRANSFER = "TRANSFER"
    SETUP = "SETUP"
    RECURRING = "RECURRING"
    RENEWAL = "RENEWAL"
    OVERUSE = "OVERUSE"
    LOWER_SETUP = "setup"
    LOWER_RECURRING = "recurring"
    LOWER_RENEWAL = "renewal"
