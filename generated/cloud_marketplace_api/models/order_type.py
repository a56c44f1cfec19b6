"""The enumeration `OrderType`."""

from ..types import OpenEnum


class OrderType(OpenEnum):
    """What an order does. `cancellation` ends a subscription and has nothing to do with the
    status `cancelled`; `unknown` comes in answers only."""

    SALES = "sales"
    CHANGE = "change"
    RENEWAL = "renewal"
    CANCELLATION = "cancellation"
    MIGRATION = "migration"
    UNKNOWN = "unknown"
