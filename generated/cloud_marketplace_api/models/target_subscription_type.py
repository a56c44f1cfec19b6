"""The enumeration `TargetSubscriptionType`."""

from ..types import OpenEnum


class TargetSubscriptionType(OpenEnum):
    """Whether the subscription is new."""

    NEW = "NEW"
    EXISTING = "EXISTING"
