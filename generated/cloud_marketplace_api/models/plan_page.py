"""The model `PlanPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.plan_summary import PlanSummary


class PlanPage(Model, kw_only=True):
    """A page of plans.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The plans of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[PlanSummary]
