"""The model `ReportRequest`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new, read_datetime

if TYPE_CHECKING:
    from ..models.report_format import ReportFormat


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ReportRequest(Model):
    """A one-time report to schedule.

    Attributes:
        start_date: First moment that the report covers.
        name: Name of the report.
        customization_name: Name of the report's customization.
        end_date: Last moment that the report covers.
        format: File format. The vendor's file has lower case, documented responses have upper
            case.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "start_date": Field("startDate", read_datetime, expects=(str,), required=True),
        "name": Field("name", expects=(str,), required=True),
        "customization_name": Field("customizationName", expects=(str,)),
        "end_date": Field("endDate", read_datetime, expects=(str,)),
        "format": Field(
            "format", enumeration("ReportFormat"), expects=(str,), holds="ReportFormat"
        ),
    }

    start_date: datetime.datetime
    name: str
    customization_name: str | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
    format: ReportFormat | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_start_date = get("startDate", ABSENT)
            self.name = get("name", ABSENT)
            self.customization_name = get("customizationName", ABSENT)
            self._raw_end_date = get("endDate", ABSENT)
            self._raw_format = get("format", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ReportRequest:
            self = new(cls)
            self._keys = ()
            self._raw_start_date = came.start_date
            self.name = came.name
            self.customization_name = came.customization_name
            self._raw_end_date = came.end_date
            self._raw_format = came.format
            return self
