"""The model `OrderDeals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.deal_agreement import DealAgreement


class OrderDeals(Model, kw_only=True):
    """Prices agreed between sellers and buyers along the chain.

    Attributes:
        freeze_prices: Whether the prices stay for later renewals.
        agreements: One agreement for each seller and buyer.
        additional_properties: Unknown fields by their JSON key.
    """

    freeze_prices: bool
    agreements: list[DealAgreement]
