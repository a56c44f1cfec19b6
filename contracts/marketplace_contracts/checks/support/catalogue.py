"""Orders of a given product of the catalogue."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import (
    active_customer,
    order_line,
)


def least_quantity(product: Row) -> int:
    """Return the smallest quantity of a product that can be ordered."""
    return int(number(product.get("minimumQuantity"))) or 1


def sale_of(api: ApiClient, product: Row, quantity: int) -> Row:
    """Return the body of a sale of a product."""
    line = order_line(api, product, quantity)
    return {"type": "sales", "customerId": active_customer(api), "products": [line]}


def number(text: Any) -> Decimal:
    """Return the number in a text of digits; 0 for any other value."""
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal(0)
