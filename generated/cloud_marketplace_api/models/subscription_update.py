"""The model `SubscriptionUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new

if TYPE_CHECKING:
    from ..models.subscription_product_update import SubscriptionProductUpdate


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubscriptionUpdate(Model):
    """Changes to a subscription; what is not sent stays as it is.

    Attributes:
        products: New prices of the products named; quantities cannot be changed here.
        attributes: Free key and text pairs.
        renewal_status: Whether the subscription renews automatically.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "products": Field(
            "products",
            items(nested("SubscriptionProductUpdate")),
            expects=(list,),
            holds="SubscriptionProductUpdate",
        ),
        "attributes": Field("attributes", expects=(dict,)),
        "renewal_status": Field("renewalStatus", expects=(bool,)),
    }

    products: list[SubscriptionProductUpdate] | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    renewal_status: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value
            self.attributes = get("attributes", ABSENT)
            self.renewal_status = get("renewalStatus", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> SubscriptionUpdate:
            self = new(cls)
            self._keys = ()
            self._raw_products = came.products
            self.attributes = came.attributes
            self.renewal_status = came.renewal_status
            return self
