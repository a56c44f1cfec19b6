"""The model `SubscriptionPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.subscription_summary import SubscriptionSummary


class SubscriptionPage(Model, kw_only=True):
    """A page of subscriptions.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The subscriptions of this page.
        additional_properties: Unknown fields by their JSON key.
    """

    pagination: Pagination
    data: list[SubscriptionSummary]
