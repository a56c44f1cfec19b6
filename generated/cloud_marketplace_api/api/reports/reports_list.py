"""`reports.list`: GET /reports."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import ReportFormat, ReportList, ReportStatus, ReportType

OPERATION = OPERATIONS["reports.list"]
READ = response("ReportList")


def call(
    *,
    name: str | Unset | None = UNSET,
    format: ReportFormat | str | Unset | None = UNSET,
    status: ReportStatus | str | Unset | None = UNSET,
    type: ReportType | str | Unset | None = UNSET,
    from_: datetime.date | str | Unset | None = UNSET,
    to: datetime.date | str | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[ReportList]:
    """Build the call of `reports.list`, see there."""
    return Call(
        OPERATION,
        "/reports",
        READ,
        query=query_of(
            {
                "name": name,
                "format": format,
                "status": status,
                "type": type,
                "from": from_,
                "to": to,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
