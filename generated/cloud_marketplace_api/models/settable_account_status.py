"""The enumeration `SettableAccountStatus`."""

from ..types import OpenEnum


class SettableAccountStatus(OpenEnum):
    """State that an update can set; `creditHold` cannot buy."""

    ACTIVE = "active"
    CREDIT_HOLD = "creditHold"
