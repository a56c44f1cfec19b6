"""The model `ProductPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.product import Product


class ProductPage(Model, kw_only=True):
    """A page of products.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The products of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[Product]
