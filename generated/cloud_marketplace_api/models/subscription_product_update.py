"""The model `SubscriptionProductUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tiered_money import TieredMoney


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubscriptionProductUpdate(Model):
    """New prices of one product of a subscription.

    Attributes:
        mpn: Manufacturer part number.
        id: Identifier of the product.
        unit_price: New resale price of one seat, with tiers if given.
        unit_cost: Reseller's new cost of one seat, with tiers if given.
        unit_provider_cost: Provider's new cost of one seat.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "mpn": Field("mpn", expects=(str,)),
        "id": Field("id", expects=(str,)),
        "unit_price": Field(
            "unitPrice", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"
        ),
        "unit_cost": Field("unitCost", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"),
        "unit_provider_cost": Field(
            "unitProviderCost", nested("Money"), expects=(dict,), holds="Money"
        ),
    }

    mpn: str | Unset = UNSET
    id: str | Unset = UNSET
    unit_price: TieredMoney | Unset = UNSET
    unit_cost: TieredMoney | Unset = UNSET
    unit_provider_cost: Money | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.mpn = get("mpn", ABSENT)
            self.id = get("id", ABSENT)
            self._raw_unit_price = get("unitPrice", ABSENT)
            self._raw_unit_cost = get("unitCost", ABSENT)
            self._raw_unit_provider_cost = get("unitProviderCost", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> SubscriptionProductUpdate:
            self = new(cls)
            self._keys = ()
            self.mpn = came.mpn
            self.id = came.id
            self._raw_unit_price = came.unit_price
            self._raw_unit_cost = came.unit_cost
            self._raw_unit_provider_cost = came.unit_provider_cost
            return self
