"""The enumeration `OrderLineType`."""

from ..types import OpenEnum


class OrderLineType(OpenEnum):
    """What a line of an order does."""

    CREATE = "CREATE"
    RENEW = "RENEW"
    CANCEL = "CANCEL"
    UPGRADE = "UPGRADE"
    CHANGE_PLAN_PERIOD = "CHANGE_PLAN_PERIOD"
    TRANSFER = "TRANSFER"
    STOP_SERVICE = "STOP_SERVICE"
    DESTROY_SERVICE = "DESTROY_SERVICE"
    ONE_TIME_FEE = "ONE_TIME_FEE"
    BILLING_SUBSCRIPTION = "BILLING_SUBSCRIPTION"
    VENDOR_RATED_DATA = "VENDOR_RATED_DATA"
    MIGRATION = "MIGRATION"
    MOVE = "MOVE"
