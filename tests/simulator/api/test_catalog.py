"""The catalogue: products with shared MPNs, and plans."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from marketplace_contracts.simulator.domain.catalog import find_product, quantity_of
from marketplace_contracts.simulator.domain.errors import Rejected
from support.simulator_api import KNOWN_MPN, SHARED_MPN, Api


@pytest.fixture(scope="module")
def products(api: Api) -> list[Any]:
    """The whole catalogue."""
    return api.every("/products")


def test_mpns_are_not_unique(products: list[Any]) -> None:
    """Some MPNs occur several times, distinguished by periods or vendor (facts E4)."""
    by_mpn = defaultdict(list)
    for row in products:
        by_mpn[row["mpn"]].append(row)
    shared = [rows for rows in by_mpn.values() if len(rows) > 1]
    assert shared
    assert len(by_mpn[KNOWN_MPN]) == 1
    assert len(by_mpn[SHARED_MPN]) == 3
    assert any(len({row["vendor"] for row in rows}) > 1 for rows in shared)
    assert len({row["id"] for row in products}) == len(products)


def test_quantities_are_text_in_both_notations(products: list[Any]) -> None:
    """Minimum and maximum are decimal text, with and without a fraction (facts E4)."""
    texts = {row["minimumQuantity"] for row in products}
    assert texts == {"1", "0.0"}
    assert all(Decimal(row["maximumQuantity"]) >= 300 for row in products)


def test_prices_have_tiers_and_fees(products: list[Any]) -> None:
    """Not every price is one number: tiers, setup and overuse occur (facts E4)."""
    prices = [price for row in products for price in row["prices"]]
    assert {price["type"] for price in prices} == {"recurring", "setup", "overuse"}
    assert {price["model"] for price in prices} == {"FLAT", "TIERED", "VOLUME_ORDER"}
    assert any("lowerLimit" in price for price in prices)
    assert all(isinstance(price["amount"], str) for price in prices)
    assert all(
        Decimal(row["costs"][0]["amount"]) < Decimal(row["prices"][0]["amount"]) for row in products
    )


def test_dependencies_and_coterming_occur(products: list[Any]) -> None:
    """Some products need others, and some can be aligned (facts E4)."""
    needed = [row["dependsOn"][0] for row in products if "dependsOn" in row]
    known = {(row["mpn"], row["id"]) for row in products}
    assert needed
    assert {(each["mpn"], each["id"]) for each in needed} <= known
    assert any("coterming" in row for row in products)


@pytest.mark.parametrize(
    ("query", "field", "exact"),
    [
        ({"mpn": SHARED_MPN}, "mpn", True),
        ({"vendor": "Cloudmere"}, "vendor", True),
        ({"name": "premium"}, "name", False),
        ({"serviceName": "mail"}, "serviceName", False),
    ],
)
def test_filters_hold_for_every_row(
    api: Api, products: list[Any], query: dict[str, str], field: str, *, exact: bool
) -> None:
    """Filtering gives just the rows that meet the filter, in the same order (facts E4)."""
    (wanted,) = query.values()
    expected = [
        row for row in products if (row[field] == wanted if exact else wanted in row[field].lower())
    ]
    assert expected
    assert api.every("/products", **query) == expected


def test_plans_have_switches_in_detail_only(api: Api) -> None:
    """Plan ids are text, those of switches numbers (facts E5, E13)."""
    rows = api.every("/plans")
    assert len(rows) == 21
    assert not any("planSwitches" in row for row in rows)
    details = [api.get(f"/plans/{row['id']}") for row in rows]
    targets = [switch["planId"] for detail in details for switch in detail["planSwitches"]]
    assert targets
    assert {str(target) for target in targets} <= {row["id"] for row in rows}


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({}, 400),
        ({"vendor": "Cloudmere"}, 400),
        ({"mpn": "none"}, 404),
        ({"id": "PRD1"}, 404),
        ({"mpn": KNOWN_MPN, "vendor": "Cloudmere"}, 404),
        ({"mpn": SHARED_MPN}, 500),
        ({"mpn": SHARED_MPN, "subscriptionPeriod": {"type": "year", "duration": 1}}, 500),
    ],
)
def test_products_must_be_named_exactly(api: Api, wanted: dict[str, Any], status: int) -> None:
    """Nothing named is 400, nothing found 404, several found 500 (facts C10)."""
    with pytest.raises(Rejected) as refusal:
        find_product(api.simulator.world, wanted)
    assert refusal.value.status == status
    if status == 500:
        assert "subscriptionPeriod" in refusal.value.message


def test_periods_and_vendor_distinguish_products(api: Api) -> None:
    """With both periods, or by id, an MPN that is shared means one product (facts E4)."""
    world = api.simulator.world
    year, month = {"type": "year", "duration": 1}, {"type": "month", "duration": 1}
    found = [
        find_product(world, {"mpn": SHARED_MPN, "subscriptionPeriod": term, "billingPeriod": bill})
        for term, bill in ((month, month), (year, month), (year, year))
    ]
    assert len({product.id for product in found}) == 3
    assert find_product(world, {"mpn": SHARED_MPN, "id": found[1].id}) is found[1]


@pytest.mark.parametrize("quantity", [2, 2.0, "2", "2.0", "0002.000"])
def test_quantities_come_as_numbers_or_text(api: Api, quantity: object) -> None:
    """Decimal text is accepted as a number (facts F17)."""
    product = find_product(api.simulator.world, {"mpn": KNOWN_MPN})
    assert quantity_of({"quantity": quantity}, product, 1) == 2


@pytest.mark.parametrize("quantity", [0, 301, 2.5, "2.5", 1e300, "9" * 4000, 10**300])
def test_quantities_out_of_range_are_400(api: Api, quantity: object) -> None:
    """Outside the product's limits, or broken, a quantity is refused (facts E4)."""
    product = find_product(api.simulator.world, {"mpn": KNOWN_MPN})
    with pytest.raises(Rejected, match="from 1 to 300"):
        quantity_of({"quantity": quantity}, product, 1)
