"""The model `AccountedTcv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


class AccountedTcv(Model, kw_only=True):
    """A contract value that was accounted already.

    Attributes:
        seller_id: Identifier of the selling account; text here.
        buyer_id: Identifier of the buying account; text here.
        tcv: Contract value accounted already. Sent only, never returned.
        additional_properties: Unknown fields by their JSON key.
    """

    seller_id: str | Unset = UNSET
    buyer_id: str | Unset = UNSET
    tcv: Money | Unset = UNSET
