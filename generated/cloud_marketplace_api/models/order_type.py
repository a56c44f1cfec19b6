"""The enumeration `OrderType`."""

from ..types import OpenEnum


class OrderType(OpenEnum):
    """Effect of an order. `cancellation` ends a subscription and is independent of the status
    `cancelled`; `unknown` occurs only in responses."""

    SALES = "sales"
    CHANGE = "change"
    RENEWAL = "renewal"
    CANCELLATION = "cancellation"
    MIGRATION = "migration"
    UNKNOWN = "unknown"
