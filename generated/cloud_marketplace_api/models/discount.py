"""The model `Discount`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.discount_type import DiscountType


class Discount(Model, kw_only=True):
    """A discount on a line.

    Attributes:
        type: Whether the value is a percentage or an amount.
        value: Percentage, or amount for a fixed discount.
        amount: Amount of the discount.
        amount_code: Currency of the amount.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "DiscountType"}

    type: DiscountType | Unset = UNSET
    value: str | Unset = UNSET
    amount: str | Unset = UNSET
    amount_code: str | Unset = UNSET
