"""The model `Report`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new, read_datetime

if TYPE_CHECKING:
    from ..models.report_format import ReportFormat
    from ..models.report_status import ReportStatus
    from ..models.report_type import ReportType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Report(Model):
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
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,), required=True),
        "name": Field("name", expects=(str,), required=True),
        "status": Field(
            "status", enumeration("ReportStatus"), expects=(str,), holds="ReportStatus"
        ),
        "type": Field("type", enumeration("ReportType"), expects=(str,), holds="ReportType"),
        "format": Field(
            "format", enumeration("ReportFormat"), expects=(str,), holds="ReportFormat"
        ),
        "creation_date": Field("creationDate", read_datetime, expects=(str,)),
        "download_url": Field("downloadUrl", expects=(str,), secret=True),
        "customization_name": Field("customizationName", expects=(str,)),
        "start_date": Field("startDate", read_datetime, expects=(str,)),
        "end_date": Field("endDate", read_datetime, expects=(str,)),
    }

    id: str = ABSENT
    name: str
    status: ReportStatus | Unset = UNSET
    type: ReportType | Unset = UNSET
    format: ReportFormat | Unset = UNSET
    creation_date: datetime.datetime | Unset = UNSET
    download_url: str | Unset = UNSET
    customization_name: str | Unset = UNSET
    start_date: datetime.datetime | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.name = get("name", ABSENT)
            self._raw_status = get("status", ABSENT)
            self._raw_type = get("type", ABSENT)
            self._raw_format = get("format", ABSENT)
            self._raw_creation_date = get("creationDate", ABSENT)
            self.download_url = get("downloadUrl", ABSENT)
            self.customization_name = get("customizationName", ABSENT)
            self._raw_start_date = get("startDate", ABSENT)
            self._raw_end_date = get("endDate", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Report:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.name = came.name
            self._raw_status = came.status
            self._raw_type = came.type
            self._raw_format = came.format
            self._raw_creation_date = came.creation_date
            self.download_url = came.download_url
            self.customization_name = came.customization_name
            self._raw_start_date = came.start_date
            self._raw_end_date = came.end_date
            return self
