"""The model `ParameterValidationRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.order_type import OrderType
    from ..models.product_with_parameters import ProductWithParameters


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParameterValidationRequest(Model):
    """Products with parameters to check.

    Attributes:
        customer_id: Identifier of the customer.
        products: Products with their parameters.
        type: Effect of an order. `cancellation` ends a subscription and is independent of the
            status `cancelled`; `unknown` occurs only in responses.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "customer_id": Field("customerId", expects=(str,), required=True),
        "products": Field(
            "products",
            items(nested("ProductWithParameters")),
            expects=(list,),
            required=True,
            holds="ProductWithParameters",
        ),
        "type": Field("type", enumeration("OrderType"), expects=(str,), holds="OrderType"),
    }

    customer_id: str
    products: list[ProductWithParameters]
    type: OrderType | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.customer_id = get("customerId", ABSENT)
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value
            self._raw_type = get("type", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ParameterValidationRequest:
            self = new(cls)
            self._keys = ()
            self.customer_id = came.customer_id
            self._raw_products = came.products
            self._raw_type = came.type
            return self
