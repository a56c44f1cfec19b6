"""The enumeration `OrderDetailType`."""

from ..types import OpenEnum


class OrderDetailType(OpenEnum):
    """What the line charges or refunds."""

    UNKNOWN = "unknown"
    SETUP = "setup"
    SETUP_REFUND = "setupRefund"
    SWITCH = "switch"
    RENEW = "renew"
    RENEW_REFUND = "renewRefund"
    TRANSFER = "transfer"
    TRANSFER_REFUND = "transferRefund"
    RECURRING = "recurring"
    RECURRING_REFUND = "recurringRefund"
    OVERUSE = "overuse"
    DOWNGRADE = "downgrade"
    DISCOUNT = "discount"
    ADJUSTMENT = "adjustment"
    CANCELLATION = "cancellation"
    HANDLING_FEE = "handlingFee"
    NON_PROVISIONING_ITEM = "nonProvisioningItem"
    PAYMENT = "payment"
    REFUND = "refund"
    REFUND_ADJUSTMENT = "refundAdjustment"
    BILL_PENALTY = "billPenalty"
    BILL_RECORD = "billRecord"
    RESELLER_PAYMENT = "resellerPayment"
    DEPOSIT = "deposit"
