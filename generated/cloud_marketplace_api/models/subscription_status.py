"""The enumeration `SubscriptionStatus`."""

from ..types import OpenEnum


class SubscriptionStatus(OpenEnum):
    """State of a subscription. The services of `terminated` are disabled; `removed` is
    deprovisioned, which is by far the most frequent end."""

    PENDING = "pending"
    ACTIVE = "active"
    HOLD = "hold"
    TERMINATED = "terminated"
    REMOVED = "removed"
    UNKNOWN = "unknown"
