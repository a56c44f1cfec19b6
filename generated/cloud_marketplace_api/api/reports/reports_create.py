"""`reports.create`: POST /reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Report, ReportRequest

OPERATION = OPERATIONS["reports.create"]
READ = response("Report")


def call(body: ReportRequest | Mapping[str, Any]) -> Call[Report]:
    """Build the call of `reports.create`, see there."""
    return Call(OPERATION, "/reports", READ, body=body_of("ReportRequest", body))
