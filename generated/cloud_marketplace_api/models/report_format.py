"""The enumeration `ReportFormat`."""

from ..types import OpenEnum


class ReportFormat(OpenEnum):
    """File format. The vendor's file has lower case, documented responses have upper case."""

    LOWER_CSV = "csv"
    LOWER_XML = "xml"
    LOWER_XLSX = "xlsx"
    LOWER_JSON = "json"
    UNKNOWN = "unknown"
    CSV = "CSV"
    XML = "XML"
    XLSX = "XLSX"
    JSON = "JSON"
