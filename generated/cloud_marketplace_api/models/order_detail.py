"""The model `OrderDetail`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, nested, new

if TYPE_CHECKING:
    from ..models.discount import Discount
    from ..models.duration import Duration
    from ..models.money import Money
    from ..models.order_detail_type import OrderDetailType
    from ..models.tiered_money import TieredMoney


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderDetail(Model):
    """A price line of an order. Lines that start with `sales` are in the currency of the sale.
    The sign of money need not follow the sign of seats.

    Attributes:
        type: What the line charges or refunds.
        mpn: Manufacturer part number.
        product_id: Identifier of the product.
        duration: Length of time charged.
        description: Prose with the product, the term and "from DATE through DATE"; the only
            place that shows when a pending change takes effect.
        quantity: Units charged; in the sense of the order's products.
        unit_price: Price of one unit.
        sales_unit_price: Price of one unit, in the currency of the sale.
        extended_price: Price of all units. Read-only.
        sales_extended_price: Price of all units, in the currency of the sale. Read-only.
        discount: Discount on the line.
        sales_discount: Discount on the line, in the currency of the sale.
        tax_amount: Tax on the line. Read-only.
        sales_tax_amount: Tax on the line, in the currency of the sale. Read-only.
        exclusive_tax_amount: Tax added to the price. Read-only.
        sales_exclusive_tax_amount: Tax added to the price, in the currency of the sale. Read-
            only.
        exchange_rate: Rate between the two currencies.
        exchange_time: Time of the exchange rate, as text; its form is not published.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field(
            "type", enumeration("OrderDetailType"), expects=(str,), holds="OrderDetailType"
        ),
        "mpn": Field("mpn", expects=(str,)),
        "product_id": Field("productId", expects=(str,)),
        "duration": Field("duration", nested("Duration"), expects=(dict,), holds="Duration"),
        "description": Field("description", expects=(str,)),
        "quantity": Field("quantity", expects=(int, float)),
        "unit_price": Field(
            "unitPrice", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"
        ),
        "sales_unit_price": Field(
            "salesUnitPrice", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"
        ),
        "extended_price": Field("extendedPrice", nested("Money"), expects=(dict,), holds="Money"),
        "sales_extended_price": Field(
            "salesExtendedPrice", nested("Money"), expects=(dict,), holds="Money"
        ),
        "discount": Field("discount", nested("Discount"), expects=(dict,), holds="Discount"),
        "sales_discount": Field(
            "salesDiscount", nested("Discount"), expects=(dict,), holds="Discount"
        ),
        "tax_amount": Field("taxAmount", nested("Money"), expects=(dict,), holds="Money"),
        "sales_tax_amount": Field(
            "salesTaxAmount", nested("Money"), expects=(dict,), holds="Money"
        ),
        "exclusive_tax_amount": Field(
            "exclusiveTaxAmount", nested("Money"), expects=(dict,), holds="Money"
        ),
        "sales_exclusive_tax_amount": Field(
            "salesExclusiveTaxAmount", nested("Money"), expects=(dict,), holds="Money"
        ),
        "exchange_rate": Field("exchangeRate", expects=(int, float)),
        "exchange_time": Field("exchangeTime", expects=(str,)),
    }

    type: OrderDetailType | Unset = UNSET
    mpn: str | Unset = UNSET
    product_id: str | Unset = UNSET
    duration: Duration | Unset = UNSET
    description: str | Unset = UNSET
    quantity: float | Unset = UNSET
    unit_price: TieredMoney | Unset = UNSET
    sales_unit_price: TieredMoney | Unset = UNSET
    extended_price: Money | Unset = UNSET
    sales_extended_price: Money | Unset = UNSET
    discount: Discount | Unset = UNSET
    sales_discount: Discount | Unset = UNSET
    tax_amount: Money | Unset = UNSET
    sales_tax_amount: Money | Unset = UNSET
    exclusive_tax_amount: Money | Unset = UNSET
    sales_exclusive_tax_amount: Money | Unset = UNSET
    exchange_rate: float | Unset = UNSET
    exchange_time: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.mpn = get("mpn", ABSENT)
            self.product_id = get("productId", ABSENT)
            self._raw_duration = get("duration", ABSENT)
            self.description = get("description", ABSENT)
            self.quantity = get("quantity", ABSENT)
            self._raw_unit_price = get("unitPrice", ABSENT)
            self._raw_sales_unit_price = get("salesUnitPrice", ABSENT)
            self._raw_extended_price = get("extendedPrice", ABSENT)
            self._raw_sales_extended_price = get("salesExtendedPrice", ABSENT)
            self._raw_discount = get("discount", ABSENT)
            self._raw_sales_discount = get("salesDiscount", ABSENT)
            self._raw_tax_amount = get("taxAmount", ABSENT)
            self._raw_sales_tax_amount = get("salesTaxAmount", ABSENT)
            self._raw_exclusive_tax_amount = get("exclusiveTaxAmount", ABSENT)
            self._raw_sales_exclusive_tax_amount = get("salesExclusiveTaxAmount", ABSENT)
            self.exchange_rate = get("exchangeRate", ABSENT)
            self.exchange_time = get("exchangeTime", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> OrderDetail:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.mpn = came.mpn
            self.product_id = came.product_id
            self._raw_duration = came.duration
            self.description = came.description
            self.quantity = came.quantity
            self._raw_unit_price = came.unit_price
            self._raw_sales_unit_price = came.sales_unit_price
            self._raw_extended_price = came.extended_price
            self._raw_sales_extended_price = came.sales_extended_price
            self._raw_discount = came.discount
            self._raw_sales_discount = came.sales_discount
            self._raw_tax_amount = came.tax_amount
            self._raw_sales_tax_amount = came.sales_tax_amount
            self._raw_exclusive_tax_amount = came.exclusive_tax_amount
            self._raw_sales_exclusive_tax_amount = came.sales_exclusive_tax_amount
            self.exchange_rate = came.exchange_rate
            self.exchange_time = came.exchange_time
            return self
