"""The model `Product`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.coterming import Coterming
    from ..models.depends_on_item import DependsOnItem
    from ..models.period import Period
    from ..models.product_price import ProductPrice


class Product(Model, kw_only=True):
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
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"billing_model": "BillingModel"}

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
