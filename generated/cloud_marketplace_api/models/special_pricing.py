"""The model `SpecialPricing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, items, nested, new

if TYPE_CHECKING:
    from ..models.subscription_product_update import SubscriptionProductUpdate


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SpecialPricing(Model):
    """Special prices for a subscription.

    Attributes:
        products: New prices of the products named.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "products": Field(
            "products",
            items(nested("SubscriptionProductUpdate")),
            expects=(list,),
            required=True,
            holds="SubscriptionProductUpdate",
        )
    }

    products: list[SubscriptionProductUpdate]
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> SpecialPricing:
            self = new(cls)
            self._keys = ()
            self._raw_products = came.products
            return self
