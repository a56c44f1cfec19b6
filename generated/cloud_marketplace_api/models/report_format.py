"""The enumeration `ReportFormat`."""

from ..types import OpenEnum


class ReportFormat(OpenEnum):
    """File format. The file says lower case while answers came in upper case."""

    LOWER_CSV = "csv"
    LOWER_XML = "xml"
    LOWER_XLSX = "xlsx"
    LOWER_JSON = "json"
    UNKNOWN = "unknown"
    CSV = "CSV"
    XML = "XML"
    XLSX = "XLSX"
    JSON = "JSON"
