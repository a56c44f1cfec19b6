"""The model `Pagination`."""

from __future__ import annotations

from ..model import Model


class Pagination(Model, kw_only=True):
    """Which part of the collection a page shows.

    Attributes:
        offset: Rows skipped before this page.
        limit: Largest number of rows of a page.
        total: Rows in the whole collection after filtering.
        additional_properties: Unknown fields by their JSON key.
    """

    offset: int
    limit: int
    total: int
