"""The enumeration `OrderRequestType`."""

from ..types import OpenEnum


class OrderRequestType(OpenEnum):
    """What the order does."""

    SALES = "sales"
    CHANGE = "change"
    RENEWAL = "renewal"
    CANCELLATION = "cancellation"
    MIGRATION = "migration"
