"""The enumeration `ProductPriceType`."""

from ..types import OpenEnum


class ProductPriceType(OpenEnum):
    """What the price is for."""

    RECURRING = "recurring"
    SETUP = "setup"
    OVERUSE = "overuse"
