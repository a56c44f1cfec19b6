"""The enumeration `OrderStatus`."""

from ..types import OpenEnum


class OrderStatus(OpenEnum):
    """How far an order is. A change of an annual term can stay in `processing` for months;
    `cancelled` means withdrawn."""

    SUBMITTED = "submitted"
    PROCESSING = "processing"
    ERROR = "error"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
