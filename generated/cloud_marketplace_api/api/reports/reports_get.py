"""`reports.get`: GET /reports/{report_id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Report

OPERATION = OPERATIONS["reports.get"]
READ = response("Report")


def call(report_id: str | int) -> Call[Report]:
    """Build the call of `reports.get`, see there."""
    return Call(
        OPERATION, path_of("/reports/{report_id}", report_id=segment("report_id", report_id)), READ
    )
