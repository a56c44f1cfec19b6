"""The enumeration `AccountStatus`."""

from ..types import OpenEnum


class AccountStatus(OpenEnum):
    """State of an account. `creditHold` cannot buy; the services of `adminHold` are suspended."""

    PENDING = "pending"
    ACTIVE = "active"
    CREDIT_HOLD = "creditHold"
    ADMIN_HOLD = "adminHold"
    CANCELLED = "cancelled"
    ERROR = "error"
