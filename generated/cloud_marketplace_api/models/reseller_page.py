"""The model `ResellerPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.reseller_summary import ResellerSummary


class ResellerPage(Model, kw_only=True):
    """A page of resellers.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The resellers of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[ResellerSummary]
