"""Listing, reading and changing orders."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, RESELLER, SUBSCRIPTION, Api, simulated


@pytest.fixture(scope="module")
def rows(api: Api) -> list[Any]:
    """All orders as the list shows them."""
    return api.every("/orders")


def test_rows_have_eight_keys_at_most(rows: list[Any]) -> None:
    """Rows lack PO number, products and details; provisioning shows once done (facts E8, F2)."""
    always = {"id", "orderNumber", "type", "status", "statusCode", "customerId", "creationDate"}
    for row in rows:
        done = {"provisioningDate"} if row["status"] == "completed" else set()
        assert set(row) == always | done


def test_numbers_and_codes_fit_types_and_states(rows: list[Any]) -> None:
    """Prefixes show the type, codes the state (facts E6, F22)."""
    assert {(row["type"], row["orderNumber"][:2]) for row in rows} == {
        ("sales", "SO"),
        ("migration", "SO"),
        ("change", "CH"),
        ("renewal", "RN"),
        ("cancellation", "CL"),
    }
    assert {(row["status"], row["statusCode"]) for row in rows} == {
        ("submitted", "AS"),
        ("processing", "AS"),
        ("processing", "LO"),
        ("completed", "CP"),
        ("error", "PF"),
        ("cancelled", "CL"),
    }
    assert len({row["orderNumber"] for row in rows}) == len(rows)


def test_renewals_prevail(rows: list[Any]) -> None:
    """Beside the first sales, most orders are automatic renewals (facts E6)."""
    kinds = Counter(row["type"] for row in rows)
    assert kinds["renewal"] > kinds["change"] > kinds["cancellation"]


Keep = Callable[[Any], bool]


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ({"customerId": CUSTOMER}, lambda row: row["customerId"] == CUSTOMER),
        ({"status": "error"}, lambda row: row["status"] == "error"),
        ({"statusCode": "LO"}, lambda row: row["statusCode"] == "LO"),
        ({"orderNumber": "SO005819"}, lambda row: row["orderNumber"] == "SO005819"),
        (
            {"creationTimeFrom": "2026-01-01T00:00:00Z"},
            lambda row: row["creationDate"] >= "2026-01-01T00:00:00Z",
        ),
        (
            {"creationTimeTo": "2026-01-01T01:00:00.000+01:00"},
            lambda row: row["creationDate"] <= "2026-01-01T00:00:00Z",
        ),
        (
            {"customerId": CUSTOMER, "status": "completed"},
            lambda row: (row["customerId"], row["status"]) == (CUSTOMER, "completed"),
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_filters_give_just_what_they_promise(
    api: Api, rows: list[Any], query: dict[str, str], keep: Keep
) -> None:
    """A filtered list is the whole list without the rows that do not meet the filter (D2)."""
    expected = [row for row in rows if keep(row)]
    assert 0 < len(expected) < len(rows)
    assert api.every("/orders", **query) == expected


def test_times_at_the_edge_of_the_calendar_are_no_crash(api: Api) -> None:
    """Leap seconds, lower case and far offsets are times like others."""
    for moment in (
        "2016-12-31T23:59:60Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31t23:59:59.999999999z",
        "9999-12-31T23:59:59-23:59",
    ):
        api.get("/orders", creationTimeFrom=moment)
        api.get("/orders", creationTimeTo=moment)


def test_orders_of_a_subscription(api: Api) -> None:
    """Filtered by subscription, the details all name it (facts E8)."""
    found = api.every("/orders", subscriptionId=SUBSCRIPTION)
    assert found
    for row in found:
        assert api.get(f"/orders/{row['id']}")["subscriptionId"] == SUBSCRIPTION
    assert api.every("/orders", subscriptionId="1") == []
    other = api.every("/orders", subscriptionId=SUBSCRIPTION, customerId="1000601")
    assert other == []


def test_orders_of_a_reseller_are_those_of_its_customers(api: Api, rows: list[Any]) -> None:
    """The list below a reseller has the rows of its customers, filtered the same way (E3)."""
    path = f"/resellers/{RESELLER}/orders"
    own = {row["id"] for row in api.every(f"/resellers/{RESELLER}/customers")}
    expected = [row for row in rows if row["customerId"] in own]
    assert expected
    assert api.every(path) == expected
    done = [row for row in expected if row["status"] == "completed"]
    assert api.every(path, status="completed") == done


def test_credit_check_can_be_set() -> None:
    """The credit check is changed and read back; nothing else moves (facts E7)."""
    with simulated() as api:
        before = api.get("/orders/905609")
        after = api.patch("/orders/905609", {"creditCheck": False})
        assert after == {**before, "creditCheck": False}
        assert api.get("/orders/905609") == after


def test_only_open_orders_can_be_withdrawn() -> None:
    """Withdrawing a closed order is a conflict, other codes are refused (facts E6, C7)."""
    with simulated() as api:
        done = api.get("/orders", status="completed")["data"][0]
        path = f"/orders/{done['id']}"
        assert "completed" in api.patch(path, {"statusCode": "CL"}, 500)["message"]
        assert "CL" in api.patch(path, {"statusCode": "XX"}, 400)["message"]
        assert api.patch(path, {"statusCode": "CP"})["statusCode"] == "CP"
