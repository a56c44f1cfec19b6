"""The model `Report`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.report_format import ReportFormat
    from ..models.report_status import ReportStatus
    from ..models.report_type import ReportType


class Report(Model, kw_only=True):
    """A report in full.

    Attributes:
        id: Identifier of the report. Read-only.
        name: Name of the report.
        status: How far the report is. Read-only.
        type: How the report is scheduled. Read-only.
        format: File format. The vendor's file has lower case, documented responses have upper
            case.
        creation_date: When the report was made. Read-only.
        download_url: Signed address of the file, good for 90 days; can be relative. Secret:
            anyone who has it can read the file. Fetch it without the API's headers. Read-only.
        customization_name: Name of the report's customization.
        start_date: First moment that the report covers.
        end_date: Last moment that the report covers.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "status": "ReportStatus",
        "type": "ReportType",
        "format": "ReportFormat",
        "creation_date": "datetime",
        "start_date": "datetime",
        "end_date": "datetime",
    }
    SECRET_FIELDS: ClassVar[frozenset[str]] = frozenset({"download_url"})

    id: str
    name: str
    status: ReportStatus | Unset = UNSET
    type: ReportType | Unset = UNSET
    format: ReportFormat | Unset = UNSET
    creation_date: datetime.datetime | Unset = UNSET
    download_url: str | Unset = UNSET
    customization_name: str | Unset = UNSET
    start_date: datetime.datetime | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
