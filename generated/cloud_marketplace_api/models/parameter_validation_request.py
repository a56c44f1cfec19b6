"""The model `ParameterValidationRequest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_type import OrderType
    from ..models.product_with_parameters import ProductWithParameters


class ParameterValidationRequest(Model, kw_only=True):
    """Products with parameters to check.

    Attributes:
        customer_id: Identifier of the customer.
        products: Products with their parameters.
        type: Effect of an order. `cancellation` ends a subscription and is independent of the
            status `cancelled`; `unknown` occurs only in responses.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "OrderType"}

    customer_id: str
    products: list[ProductWithParameters]
    type: OrderType | Unset = UNSET
