"""The model `OrderDetail`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.discount import Discount
    from ..models.duration import Duration
    from ..models.money import Money
    from ..models.order_detail_type import OrderDetailType
    from ..models.tiered_money import TieredMoney


class OrderDetail(Model, kw_only=True):
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
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "OrderDetailType"}

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
