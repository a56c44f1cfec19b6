"""What a type checker makes of the generated package."""

from pathlib import Path

from support.type_checking import complaints, wrong_lines

RIGHT = """
import datetime
from typing import assert_type

from cloud_marketplace_api.api import AsyncOrders, Orders
from cloud_marketplace_api.models import Money, Order, OrderStatus, OrderSummary, ReportList
from cloud_marketplace_api.protocols import Page
from cloud_marketplace_api.types import UNSET, Unset


def use(orders: Orders) -> None:
    page = orders.list(status=OrderStatus.COMPLETED, customer_id=1)
    assert_type(page, Page[OrderSummary])
    assert_type(page.pagination.total, int)
    for row in page:
        assert_type(row.creation_date, datetime.datetime)
    order = orders.get("1")
    assert_type(order, Order)
    assert_type(order.status, OrderStatus)
    assert_type(order.po_number, str | None | Unset)
    if order.total is not UNSET:
        assert_type(order.total, Money)
    for line in order.products or ():
        assert_type(line.quantity, float | Unset)


async def use_async(orders: AsyncOrders) -> None:
    async for row in orders.list():
        assert_type(row, OrderSummary)
    page = await orders.list()
    assert_type(page.data[0], OrderSummary)
    assert_type(await orders.get(1), Order)
"""

WRONG = """
from cloud_marketplace_api.api import Orders
from cloud_marketplace_api.models import Money, Order


def use(orders: Orders, order: Order) -> None:
    order.nonsense
    order.nonsense = 1
    orders.list(limt=5)
    orders.get()
    Money(amount="1")
    Money(amount=1, currency="USD")
    Money("1", "USD")
"""


def test_the_package_itself_is_strictly_typed(tmp_path: Path) -> None:
    """Every generated line passes `mypy --strict`."""
    assert complaints(tmp_path, "-p", "cloud_marketplace_api") == []


def test_callers_get_precise_types(tmp_path: Path) -> None:
    """Rows, pages, fields and awaited results have their own types, sync and async."""
    assert wrong_lines(tmp_path, RIGHT) == []


def test_mistakes_of_callers_are_found(tmp_path: Path) -> None:
    """Misspelt fields and parameters, missing and wrong arguments do not pass."""
    first = WRONG.splitlines().index("    order.nonsense") + 1
    assert wrong_lines(tmp_path, WRONG) == list(range(first, first + 7))
