"""The enumeration `PeriodType`."""

from ..types import OpenEnum


class PeriodType(OpenEnum):
    """Unit of a period."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    STATEMENT_DAY = "statement_day"
    UNKNOWN = "unknown"
