"""The model `ReportRequest`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.report_format import ReportFormat


class ReportRequest(Model, kw_only=True):
    """A one-time report to schedule.

    Attributes:
        start_date: First moment that the report covers.
        name: Name of the report.
        customization_name: Name of the report's customization.
        end_date: Last moment that the report covers.
        format: File format. The vendor's file has lower case, documented responses have upper
            case.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "start_date": "datetime",
        "end_date": "datetime",
        "format": "ReportFormat",
    }

    start_date: datetime.datetime
    name: str
    customization_name: str | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
    format: ReportFormat | Unset = UNSET
