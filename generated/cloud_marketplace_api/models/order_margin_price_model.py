"""The enumeration `OrderMarginPriceModel`."""

from ..types import OpenEnum


class OrderMarginPriceModel(OpenEnum):
    """What the margins start from."""

    MSRP = "MSRP"
    COS = "COS"
    UNKNOWN = "UNKNOWN"
