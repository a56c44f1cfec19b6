"""How orders look in full."""

import re
from typing import Any

import pytest
from support.simulator_api import simulated


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Any, Any]]:
    """All orders of a world: each row with its detail."""
    with simulated() as api:
        return [(row, api.get(f"/orders/{row['id']}")) for row in api.every("/orders")]


@pytest.fixture(scope="module")
def orders(pairs: list[tuple[Any, Any]]) -> list[Any]:
    """All orders of a world in full."""
    return [detail for _, detail in pairs]


def test_details_begin_with_their_row(pairs: list[tuple[Any, Any]]) -> None:
    """Everything in the list row is the same in the detail."""
    for row, detail in pairs:
        assert {key: detail[key] for key in row} == row


def test_only_some_types_have_products(orders: list[Any]) -> None:
    """Sales, changes and migrations have products and details, the others neither (facts F6)."""
    with_products = {order["type"] for order in orders if "products" in order}
    without = {order["type"] for order in orders if "products" not in order}
    assert with_products == {"sales", "change", "migration"}
    assert without == {"renewal", "cancellation"}
    assert all(("details" in order) == ("products" in order) for order in orders)
    assert all("subscriptionId" in order for order in orders if order["type"] in without)


def test_description_is_prose_with_dates(orders: list[Any]) -> None:
    """Users read the first date of a pending change out of the description (facts E8)."""
    pattern = r".+ (Recurring|Setup) \(1 (Month|Year)\(s\) term\) from (\S+) through (\S+)"
    lines = [line for order in orders for line in order.get("details", ())]
    assert lines
    for line in lines:
        match = re.fullmatch(pattern, line["description"])
        assert match
        assert match[3] < match[4]


def test_withdrawn_sales_have_no_subscription(orders: list[Any]) -> None:
    """A cancelled sale was never provisioned; changes can be withdrawn too (facts E6, E14)."""
    cancelled = [order for order in orders if order["status"] == "cancelled"]
    assert {order["type"] for order in cancelled} >= {"sales", "change"}
    assert not any("provisioningDate" in order for order in cancelled)
    sales = [order for order in cancelled if order["type"] == "sales"]
    assert not any("subscriptionId" in order for order in sales)


def test_po_numbers_can_be_null(orders: list[Any]) -> None:
    """The PO number is always there, as text or null, and renewals repeat it (facts E7, E8)."""
    numbers = [order["poNumber"] for order in orders]
    assert None in numbers
    assert any(isinstance(number, str) for number in numbers)
    repeated = [number for number in numbers if number and numbers.count(number) > 1]
    assert repeated
