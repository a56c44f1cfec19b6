"""The model `Tcv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


class Tcv(Model, kw_only=True):
    """Total contract value between one seller and one buyer.

    Attributes:
        total: Contract value before discounts. Read-only.
        disc_total: Discounts on the contract value. Read-only.
        effective_total: Contract value after discounts. Read-only.
        seller_id: Identifier of the selling account; a number here.
        buyer_id: Identifier of the buying account; a number here.
        additional_properties: Unknown fields by their JSON key.
    """

    total: Money | Unset = UNSET
    disc_total: Money | Unset = UNSET
    effective_total: Money | Unset = UNSET
    seller_id: int | Unset = UNSET
    buyer_id: int | Unset = UNSET
