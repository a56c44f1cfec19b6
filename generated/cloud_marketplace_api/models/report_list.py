"""The model `ReportList`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.report_summary import ReportSummary


class ReportList(Model, kw_only=True):
    """All reports.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The reports.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[ReportSummary]
