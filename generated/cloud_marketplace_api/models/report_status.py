"""The enumeration `ReportStatus`."""

from ..types import OpenEnum


class ReportStatus(OpenEnum):
    """How far a report is."""

    SUBMITTED = "submitted"
    PROCESSING = "processing"
    ERROR = "error"
    COMPLETED = "completed"
    UNKNOWN = "unknown"
