"""The enumeration `CotermingType`."""

from ..types import OpenEnum


class CotermingType(OpenEnum):
    """What the end is aligned with."""

    SUBSCRIPTION = "SUBSCRIPTION"
    END_OF_MONTH = "END_OF_MONTH"
