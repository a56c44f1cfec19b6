"""The model `OrderPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.order_summary import OrderSummary
    from ..models.pagination import Pagination


class OrderPage(Model, kw_only=True):
    """A page of orders.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The orders of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[OrderSummary]
