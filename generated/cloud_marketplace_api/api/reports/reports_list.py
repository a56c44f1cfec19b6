"""`reports.list`: GET /reports."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...arguments import day, number, text
from ...call import Call, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import ReportFormat, ReportList, ReportStatus, ReportType

OPERATION = OPERATIONS["reports.list"]
READ = response("ReportList")


def call(
    *,
    name: str | None = None,
    format: ReportFormat | str | None = None,
    status: ReportStatus | str | None = None,
    type: ReportType | str | None = None,
    from_: datetime.date | str | None = None,
    to: datetime.date | str | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[ReportList]:
    """Build the call of `reports.list`, see there."""
    return Call(
        OPERATION,
        "/reports",
        READ,
        query=query_of(
            {
                "name": text("name", name),
                "format": text("format", format),
                "status": text("status", status),
                "type": text("type", type),
                "from": day("from_", from_),
                "to": day("to", to),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
