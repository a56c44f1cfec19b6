"""The model `SubscriptionProduct`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tiered_money import TieredMoney


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubscriptionProduct(Model):
    """A product of a subscription.

    Attributes:
        mpn: Manufacturer part number.
        quantity: Seats at present.
        total_subscription_price: Resale price of the whole subscription period. Read-only.
        total_subscription_cost: Reseller's cost of the whole subscription period. Read-only.
        total_subscription_provider_cost: Provider's cost of the whole subscription period.
            Read-only.
        vendor: Vendor of the product.
        id: Identifier of the product.
        name: Name of the product.
        unit_price: Resale price of one seat.
        unit_cost: Reseller's cost of one seat.
        unit_provider_cost: Provider's cost of one seat.
        extended_price: Resale price of all seats. Read-only.
        vendor_subscription_id: The vendor's own identifier of the subscription.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "mpn": Field("mpn", expects=(str,), required=True),
        "quantity": Field("quantity", expects=(int,), required=True),
        "total_subscription_price": Field(
            "totalSubscriptionPrice", nested("Money"), expects=(dict,), holds="Money"
        ),
        "total_subscription_cost": Field(
            "totalSubscriptionCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "total_subscription_provider_cost": Field(
            "totalSubscriptionProviderCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "vendor": Field("vendor", expects=(str,)),
        "id": Field("id", expects=(str,)),
        "name": Field("name", expects=(str,)),
        "unit_price": Field(
            "unitPrice", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"
        ),
        "unit_cost": Field("unitCost", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"),
        "unit_provider_cost": Field(
            "unitProviderCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "extended_price": Field("extendedPrice", nested("Money"), expects=(dict,), holds="Money"),
        "vendor_subscription_id": Field("vendorSubscriptionId", expects=(str,)),
    }

    mpn: str
    quantity: int
    total_subscription_price: Money | Unset = UNSET
    total_subscription_cost: Money | Unset = UNSET
    total_subscription_provider_cost: Money | Unset = UNSET
    vendor: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    unit_price: TieredMoney | Unset = UNSET
    unit_cost: TieredMoney | Unset = UNSET
    unit_provider_cost: Money | Unset = UNSET
    extended_price: Money | Unset = UNSET
    vendor_subscription_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.mpn = get("mpn", ABSENT)
            self.quantity = get("quantity", ABSENT)
            self._raw_total_subscription_price = get("totalSubscriptionPrice", ABSENT)
            self._raw_total_subscription_cost = get("totalSubscriptionCost", ABSENT)
            self._raw_total_subscription_provider_cost = get(
                "totalSubscriptionProviderCost", ABSENT
            )
            self.vendor = get("vendor", ABSENT)
            self.id = get("id", ABSENT)
            self.name = get("name", ABSENT)
            self._raw_unit_price = get("unitPrice", ABSENT)
            self._raw_unit_cost = get("unitCost", ABSENT)
            self._raw_unit_provider_cost = get("unitProviderCost", ABSENT)
            self._raw_extended_price = get("extendedPrice", ABSENT)
            self.vendor_subscription_id = get("vendorSubscriptionId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> SubscriptionProduct:
            self = new(cls)
            self._keys = ()
            self.mpn = came.mpn
            self.quantity = came.quantity
            self._raw_total_subscription_price = came.total_subscription_price
            self._raw_total_subscription_cost = came.total_subscription_cost
            self._raw_total_subscription_provider_cost = came.total_subscription_provider_cost
            self.vendor = came.vendor
            self.id = came.id
            self.name = came.name
            self._raw_unit_price = came.unit_price
            self._raw_unit_cost = came.unit_cost
            self._raw_unit_provider_cost = came.unit_provider_cost
            self._raw_extended_price = came.extended_price
            self.vendor_subscription_id = came.vendor_subscription_id
            return self
