"""The enumeration `ProductPriceModel`."""

from ..types import OpenEnum


class ProductPriceModel(OpenEnum):
    """How the price depends on the quantity."""

    FLAT = "FLAT"
    TIERED = "TIERED"
    VOLUME_SUBSCRIPTION = "VOLUME_SUBSCRIPTION"
    VOLUME_ORDER = "VOLUME_ORDER"
    VOLUME_RESOURCE_AGGREGATED = "VOLUME_RESOURCE_AGGREGATED"
