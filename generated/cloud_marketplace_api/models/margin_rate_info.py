"""The model `MarginRateInfo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.margin_rate import MarginRate


class MarginRateInfo(Model, kw_only=True):
    """The margin between one seller and one buyer.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        rate: Margin of this step of the chain. Sent only, never returned.
        additional_properties: Unknown fields by their JSON key.
    """

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    rate: MarginRate | Unset = UNSET
