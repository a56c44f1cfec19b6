"""Subscriptions: rows, details, prices, attributes."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SUBSCRIPTION, Api, simulated

PATH = f"/subscriptions/{SUBSCRIPTION}"
NOW = "2026-11-02"


@pytest.fixture
def api() -> Iterator[Api]:
    """A client of a new simulator."""
    with simulated() as api:
        yield api


@pytest.fixture(scope="module")
def rows() -> list[Any]:
    """All subscriptions as the list shows them."""
    with simulated() as api:
        return api.every("/subscriptions")


def price(amount: str, *tiers: tuple[str, str]) -> dict[str, Any]:
    """A unit price as requests send it."""
    shown: dict[str, Any] = {"currency": "USD", "amount": amount}
    if tiers:
        shown["priceTiers"] = [{"lowerLimit": low, "amount": each} for low, each in tiers]
    return shown


def test_rows_have_no_products(rows: list[Any]) -> None:
    """Rows show neither products nor seats nor totals (facts E11)."""
    for row in rows:
        assert not {"products", "totalPrice", "orderParameters"} & set(row)


def test_removed_prevail(rows: list[Any]) -> None:
    """Most are removed, few terminated, and every state occurs (facts E11)."""
    states = Counter(row["status"] for row in rows)
    assert set(states) == {"removed", "active", "hold", "pending", "terminated"}
    assert states["removed"] > states["active"] > 10 * max(states["hold"], states["terminated"])


def test_dates_follow_the_state(rows: list[Any]) -> None:
    """Active ends lie ahead, removed ones in the past or years ahead (facts E11, F20)."""
    for row in rows:
        if row["status"] == "active":
            assert row["expirationDate"] == row["renewalDate"] > NOW
    removed = [row["expirationDate"] for row in rows if row["status"] == "removed"]
    assert any(date < NOW for date in removed)
    assert any(date > "2028" for date in removed)


def test_terms_and_bills_are_independent(rows: list[Any]) -> None:
    """A year can be billed monthly or at once (facts E11)."""
    pairs = {(row["subscriptionPeriod"]["type"], row["billingPeriod"]["type"]) for row in rows}
    assert pairs == {("month", "month"), ("year", "month"), ("year", "year")}


def test_filters_hold(api: Api, rows: list[Any]) -> None:
    """One state, one customer, a range of days: each gives just its rows (facts E11)."""

    def expected(keep: Any) -> list[Any]:
        return [row for row in rows if keep(row)]

    day = "2026-06-01"
    assert api.every("/subscriptions", status="hold") == expected(lambda r: r["status"] == "hold")
    assert api.every("/subscriptions", customerId=CUSTOMER) == expected(
        lambda r: r["customerId"] == CUSTOMER
    )
    assert api.every("/subscriptions", creationDateFrom=day) == expected(
        lambda r: r["creationDate"] is not None and r["creationDate"] >= day
    )
    assert api.every("/subscriptions", creationDateTo=day) == expected(
        lambda r: r["creationDate"] is not None and r["creationDate"] <= day
    )


def test_detail_begins_with_its_row(api: Api, rows: list[Any]) -> None:
    """A detail repeats its row; its products may be missing (F21)."""
    details = [api.get(f"/subscriptions/{row['id']}") for row in rows]
    for row, detail in zip(rows, details, strict=True):
        assert {key: detail[key] for key in row} == row
    assert any("products" not in detail for detail in details)
    assert any(detail.get("products") == [] for detail in details)


def test_totals_fit_the_products(api: Api) -> None:
    """Extended prices add up to a bill, bills to the whole term (facts E11)."""
    for row in api.every("/subscriptions"):
        detail = api.get(f"/subscriptions/{row['id']}")
        lines = detail.get("products", [])
        total = sum(Decimal(line["extendedPrice"]["amount"]) for line in lines)
        assert Decimal(detail["totalPrice"]["amount"]) == total
        periods = (detail["subscriptionPeriod"]["type"], detail["billingPeriod"]["type"])
        bills = 12 if periods == ("year", "month") else 1
        assert Decimal(detail["totalSubscriptionPrice"]["amount"]) == total * bills
        assert detail["planId"] is None or isinstance(detail["planId"], int)


def test_update_changes_what_it_names(api: Api) -> None:
    """Attributes and renewal change, the rest stays, and the day is noted (facts E11)."""
    before = api.get(PATH)
    after = api.patch(PATH, {"attributes": {"PONumber": "T1"}})
    assert after == {**before, "attributes": {"PONumber": "T1"}, "lastModifiedDate": NOW}
    after = api.patch(PATH, {"renewalStatus": False})
    assert after["renewalStatus"] is False
    assert after["attributes"] == {"PONumber": "T1"}
    assert api.get(PATH) == after


def test_prices_can_be_updated(api: Api) -> None:
    """A new unit price counts at once, in products and totals (facts E11)."""
    entry = {"mpn": KNOWN_MPN, "unitPrice": price("10.5"), "unitProviderCost": price("1.25")}
    after = api.patch(PATH, {"products": [entry]})
    product = after["products"][0]
    assert product["unitPrice"] == price("10.5")
    assert product["unitProviderCost"] == price("1.25")
    assert after["totalPrice"] == price("189.0")
    assert product["quantity"] == 18


def test_special_pricing_has_tiers(api: Api) -> None:
    """Tiers are kept and charged from their limit on; sending them twice is the same (E11)."""
    entry = {
        "mpn": KNOWN_MPN,
        "unitPrice": price("20.0", ("10.0", "15.0")),
        "unitCost": price("9.0"),
    }
    for _ in range(2):
        after = api.post(f"{PATH}/specialPricing", {"products": [entry]})
        product = after["products"][0]
        assert product["unitPrice"] == entry["unitPrice"]
        assert product["extendedPrice"] == price("270.0")
        assert product["unitCost"] == price("9.0")
    assert api.get(PATH) == after


@pytest.mark.parametrize(
    ("entry", "status", "named"),
    [
        ({"mpn": KNOWN_MPN, "quantity": 5}, 400, "order of type change"),
        ({"unitPrice": price("1.0")}, 400, "mpn or id"),
        ({"mpn": "none", "unitPrice": price("1.0")}, 404, "none"),
        ({"id": "PRD1"}, 404, "PRD1"),
        ({"mpn": KNOWN_MPN, "unitPrice": {"currency": "EUR", "amount": "1"}}, 400, "USD"),
        ({"mpn": KNOWN_MPN, "unitPrice": {"currency": "USD", "amount": "9" * 40}}, 400, "amount"),
    ],
)
def test_bad_changes_change_nothing(
    api: Api, entry: dict[str, Any], status: int, named: str
) -> None:
    """Seats cannot be changed here, and a refused change leaves all as it was (facts E11)."""
    before = api.get(PATH)
    good = {"mpn": KNOWN_MPN, "unitPrice": price("1.0")}
    body = {"products": [good, entry], "attributes": {"x": "y"}}
    assert named in api.patch(PATH, body, status)["message"]
    assert named in api.post(f"{PATH}/specialPricing", body, status)["message"]
    assert api.get(PATH) == before


def test_ended_subscriptions_do_not_renew(api: Api) -> None:
    """Renewal cannot be enabled for an ended subscription; attributes can be changed."""
    row = api.get("/subscriptions", status="removed")["data"][0]
    path = f"/subscriptions/{row['id']}"
    assert "removed" in api.patch(path, {"renewalStatus": True}, 500)["message"]
    assert api.patch(path, {"attributes": {"a": "b"}})["attributes"] == {"a": "b"}
