"""The model `Product`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.coterming import Coterming
    from ..models.depends_on_item import DependsOnItem
    from ..models.period import Period
    from ..models.product_price import ProductPrice


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Product(Model):
    """A row of the catalogue.

    Attributes:
        mpn: Manufacturer part number; several rows can share it.
        name: Name of the product.
        minimum_quantity: Smallest quantity that can be ordered, as decimal text.
        maximum_quantity: Largest quantity that can be ordered, as decimal text.
        prices: Resale prices; several with tiers or setup fees.
        vendor: Vendor of the product.
        id: Identifier of the product; not necessarily digits.
        service_name: Name of the service the product belongs to.
        costs: What the reseller pays; several with tiers or setup fees.
        billing_period: How often the product is charged.
        subscription_period: How long a subscription to the product lasts.
        billing_model: When a period is charged.
        depends_on: Products that the platform adds to an order of this one.
        coterming: Whether the end of a subscription can be aligned.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "mpn": Field("mpn", expects=(str,), required=True),
        "name": Field("name", expects=(str,), required=True),
        "minimum_quantity": Field("minimumQuantity", expects=(str,), required=True),
        "maximum_quantity": Field("maximumQuantity", expects=(str,), required=True),
        "prices": Field(
            "prices",
            items(nested("ProductPrice")),
            expects=(list,),
            required=True,
            holds="ProductPrice",
        ),
        "vendor": Field("vendor", expects=(str,)),
        "id": Field("id", expects=(str,)),
        "service_name": Field("serviceName", expects=(str,)),
        "costs": Field(
            "costs", items(nested("ProductPrice")), expects=(list,), holds="ProductPrice"
        ),
        "billing_period": Field("billingPeriod", nested("Period"), expects=(dict,), holds="Period"),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "billing_model": Field(
            "billingModel", enumeration("BillingModel"), expects=(str,), holds="BillingModel"
        ),
        "depends_on": Field(
            "dependsOn", items(nested("DependsOnItem")), expects=(list,), holds="DependsOnItem"
        ),
        "coterming": Field("coterming", nested("Coterming"), expects=(dict,), holds="Coterming"),
    }

    mpn: str
    name: str
    minimum_quantity: str
    maximum_quantity: str
    prices: list[ProductPrice]
    vendor: str | Unset = UNSET
    id: str | Unset = UNSET
    service_name: str | Unset = UNSET
    costs: list[ProductPrice] | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    billing_model: BillingModel | Unset = UNSET
    depends_on: list[DependsOnItem] | Unset = UNSET
    coterming: Coterming | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.mpn = get("mpn", ABSENT)
            self.name = get("name", ABSENT)
            self.minimum_quantity = get("minimumQuantity", ABSENT)
            self.maximum_quantity = get("maximumQuantity", ABSENT)
            value = get("prices", ABSENT)
            self._raw_prices = tuple(value) if type(value) is list else value
            self.vendor = get("vendor", ABSENT)
            self.id = get("id", ABSENT)
            self.service_name = get("serviceName", ABSENT)
            value = get("costs", ABSENT)
            self._raw_costs = tuple(value) if type(value) is list else value
            self._raw_billing_period = get("billingPeriod", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self._raw_billing_model = get("billingModel", ABSENT)
            value = get("dependsOn", ABSENT)
            self._raw_depends_on = tuple(value) if type(value) is list else value
            self._raw_coterming = get("coterming", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Product:
            self = new(cls)
            self._keys = ()
            self.mpn = came.mpn
            self.name = came.name
            self.minimum_quantity = came.minimum_quantity
            self.maximum_quantity = came.maximum_quantity
            self._raw_prices = came.prices
            self.vendor = came.vendor
            self.id = came.id
            self.service_name = came.service_name
            self._raw_costs = came.costs
            self._raw_billing_period = came.billing_period
            self._raw_subscription_period = came.subscription_period
            self._raw_billing_model = came.billing_model
            self._raw_depends_on = came.depends_on
            self._raw_coterming = came.coterming
            return self
