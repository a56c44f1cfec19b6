"""What a type checker makes of the client."""

from pathlib import Path

from support.type_checking import wrong_lines

RIGHT = """
from decimal import Decimal
from typing import assert_type

import httpx
from cloud_marketplace import UNSET, AsyncMarketplace, Marketplace, NotFound, Unset, models, money
from cloud_marketplace.models import Order, OrderRequest, OrderRequestType, OrderSummary
from cloud_marketplace._resources.orders import AsyncOrders, Orders
from cloud_marketplace_api.protocols import Page

with Marketplace.from_env({}, timeout=5, transport=httpx.HTTPTransport()) as mp:
    assert_type(mp, Marketplace)
    assert_type(mp.orders, Orders)
    assert_type(mp.orders.list(limit=5), Page[OrderSummary])
    request = OrderRequest(type=OrderRequestType.SALES, customer_id="1")
    assert_type(mp.orders.create(request), Order)
    assert_type(mp.orders.estimate({"type": "sales"}), models.OrderEstimate)
    order = mp.orders.get(1)
    assert_type(order.total, models.Money | Unset)
    if order.total is not UNSET:
        assert_type(money.amount(order.total), Decimal)
    try:
        mp.orders.get(2, timeout=5)
    except NotFound as error:
        assert_type(error.correlation_id, str | None)


async def main() -> None:
    async with AsyncMarketplace.from_env(http_client=httpx.AsyncClient()) as twin:
        assert_type(twin, AsyncMarketplace)
        assert_type(twin.orders, AsyncOrders)
        async for row in twin.orders.list():
            assert_type(row, OrderSummary)
        assert_type(await twin.orders.get(1), Order)
"""

WRONG = """
import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace


def use(mp: Marketplace) -> None:
    mp.ordres
    mp.orders.nonsense
    Marketplace.from_env(base="x")
    Marketplace.from_env(transport=httpx.AsyncHTTPTransport())
    AsyncMarketplace.from_env(http_client=httpx.Client())
    Marketplace(base_url="x")
    mp.orders.list(timeout="5")
"""


def test_users_get_precise_types(tmp_path: Path) -> None:
    """Clients, resources, pages, models and errors have their own types, sync and async."""
    assert wrong_lines(tmp_path, RIGHT) == []


def test_mistakes_of_users_are_found(tmp_path: Path) -> None:
    """Misspelt attributes and keywords, the wrong kind of transport, missing settings are found."""
    first = WRONG.splitlines().index("    mp.ordres") + 1
    assert wrong_lines(tmp_path, WRONG) == list(range(first, first + 7))
