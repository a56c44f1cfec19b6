"""The model `ProductPrice`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.product_price_model import ProductPriceModel
    from ..models.product_price_type import ProductPriceType


class ProductPrice(Model, kw_only=True):
    """A price or a cost of a product for one unit.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        type: What the price is for.
        model: How the price depends on the quantity.
        lower_limit: Smallest quantity for which the price applies.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "type": "ProductPriceType",
        "model": "ProductPriceModel",
    }

    currency: str
    amount: str
    type: ProductPriceType | Unset = UNSET
    model: ProductPriceModel | Unset = UNSET
    lower_limit: float | Unset = UNSET
