"""The model `DealDiscount`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model

if TYPE_CHECKING:
    from ..models.deal_discount_applicable_to import DealDiscountApplicableTo
    from ..models.deal_price import DealPrice


class DealDiscount(Model, kw_only=True):
    """Discounts for certain kinds of orders.

    Attributes:
        applicable_to: Kinds of orders the discount is for.
        prices: Amounts of the discount.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"applicable_to": "DealDiscountApplicableTo"}

    applicable_to: list[DealDiscountApplicableTo]
    prices: list[DealPrice]
