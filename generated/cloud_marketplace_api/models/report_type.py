"""The enumeration `ReportType`."""

from ..types import OpenEnum


class ReportType(OpenEnum):
    """How a report is scheduled."""

    PERIODIC = "periodic"
    DAILY = "daily"
    MONTHLY = "monthly"
    ONETIME = "onetime"
    ON_INVOICE = "on_invoice"
    UNKNOWN = "unknown"
