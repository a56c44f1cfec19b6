"""The model `CustomerPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.customer_summary import CustomerSummary
    from ..models.pagination import Pagination


class CustomerPage(Model, kw_only=True):
    """A page of customers.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The customers of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[CustomerSummary]
