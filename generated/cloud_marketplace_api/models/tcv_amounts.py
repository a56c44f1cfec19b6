"""The model `TcvAmounts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


class TcvAmounts(Model, kw_only=True):
    """Total contract value before, of and after discounts.

    Attributes:
        total: Contract value before discounts. Read-only.
        disc_total: Discounts on the contract value. Read-only.
        effective_total: Contract value after discounts. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    total: Money | Unset = UNSET
    disc_total: Money | Unset = UNSET
    effective_total: Money | Unset = UNSET
