"""Effects of time."""

from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SUBSCRIPTION, Api

DAY = 86_400
LINES = [{"mpn": KNOWN_MPN, "quantity": 3}]


def status(api: Api, order: dict[str, Any]) -> tuple[str, str]:
    """Status and code of an order now."""
    now = api.get(f"/orders/{order['id']}")
    return now["status"], now["statusCode"]


def test_sale_goes_its_way(api: Api) -> None:
    """Submitted, then processing with a pending subscription, then completed (facts E6)."""
    order = api.order("sales", products=LINES)
    assert (order["status"], order["statusCode"]) == ("submitted", "AS")
    assert "subscriptionId" not in order
    api.wait(4.9)
    assert status(api, order)[0] == "submitted"
    api.wait(0.1)
    assert status(api, order) == ("processing", "LO")
    identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
    assert api.get(f"/subscriptions/{identifier}")["status"] == "pending"
    api.wait(24.9)
    assert "provisioningDate" not in api.get(f"/orders/{order['id']}")
    api.wait(0.1)
    assert status(api, order) == ("completed", "CP")
    done = api.get(f"/orders/{order['id']}")
    assert done["provisioningDate"] == "2026-11-02T08:00:30Z"
    assert done["products"][0]["subscriptionId"] == identifier
    subscription = api.get(f"/subscriptions/{identifier}")
    assert subscription["status"] == "active"
    assert subscription["products"][0]["quantity"] == 3
    assert subscription["expirationDate"] == "2026-12-02"


def test_order_marked_to_fail_ends_in_error(api: Api) -> None:
    """A PO number that begins with FAIL leads to error, and leaves no subscription behind."""
    order = api.order("sales", products=LINES, poNumber="FAIL-1")
    api.wait(31)
    assert status(api, order) == ("error", "PF")
    failed = api.get(f"/orders/{order['id']}")
    assert "provisioningDate" not in failed
    assert api.get(f"/subscriptions/{failed['subscriptionId']}")["status"] == "removed"


@pytest.mark.parametrize("seconds", [0, 10])
def test_open_order_can_be_withdrawn(api: Api, seconds: int) -> None:
    """Code CL cancels an order while it is open, and time does not revive it (facts E6)."""
    order = api.order("sales", products=LINES)
    api.wait(seconds)
    assert api.patch(f"/orders/{order['id']}", {"statusCode": "CL"})["status"] == "cancelled"
    api.wait(60)
    assert status(api, order) == ("cancelled", "CL")
    customers = api.every("/subscriptions", customerId=CUSTOMER)
    assert not [row for row in customers if row["status"] == "pending"]


def test_renewal_moves_the_end(api: Api) -> None:
    """A renewal of an annual term adds a year; it has neither products nor details (facts F6)."""
    row = next(
        each
        for each in api.every("/subscriptions", status="active")
        if each["subscriptionPeriod"]["type"] == "year"
        and not api.get("/orders", subscriptionId=each["id"], status="processing")["data"]
    )
    before = api.get(f"/subscriptions/{row['id']}")
    wish = {"customerId": row["customerId"], "subscriptionId": row["id"]}
    order = api.order("renewal", **wish)
    assert order["orderNumber"].startswith("RN")
    assert not {"products", "details"} & set(order)
    api.wait(31)
    after = api.get(f"/subscriptions/{row['id']}")
    assert after["status"] == "active"
    assert after["renewalDate"] == after["expirationDate"] > before["renewalDate"]
    assert after["products"] == before["products"]


@pytest.mark.parametrize("automatic", [False, True])
def test_a_monthly_renewal_makes_a_new_subscription(api: Api, *, automatic: bool) -> None:
    """A monthly term continues as a new subscription, and the old one is removed (facts E11)."""
    before = api.get(f"/subscriptions/{SUBSCRIPTION}")
    known = {row["id"] for row in api.every("/subscriptions", customerId=CUSTOMER)}
    if not automatic:
        api.order("renewal", subscriptionId=SUBSCRIPTION)
    api.wait(26 * DAY if automatic else 31)
    api.log_in()
    old = api.get(f"/subscriptions/{SUBSCRIPTION}")
    assert (old["status"], old["renewalStatus"]) == ("removed", False)
    rows = api.every("/subscriptions", customerId=CUSTOMER)
    (new,) = [api.get(f"/subscriptions/{row['id']}") for row in rows if row["id"] not in known]
    assert (new["status"], new["name"]) == ("active", before["name"])
    assert new["renewalDate"] == new["expirationDate"] > before["renewalDate"]
    (mine,), (theirs,) = new["products"], before["products"]
    assert mine["vendorSubscriptionId"] != theirs["vendorSubscriptionId"]
    assert (mine["mpn"], mine["quantity"]) == (theirs["mpn"], theirs["quantity"])


def test_cancellation_ends_the_subscription(api: Api) -> None:
    """A cancellation order disables the services now and removes them later (facts E6, E11)."""
    order = api.order("cancellation", subscriptionId=SUBSCRIPTION)
    assert order["orderNumber"].startswith("CL")
    assert not {"products", "details"} & set(order)
    api.wait(31)
    assert status(api, order) == ("completed", "CP")
    ended = api.get(f"/subscriptions/{SUBSCRIPTION}")
    assert ended["status"] == "terminated"
    assert ended["renewalStatus"] is False
    api.wait(31 * DAY)
    api.log_in()
    assert api.get(f"/subscriptions/{SUBSCRIPTION}")["status"] == "removed"


def test_terms_renew_by_themselves(api: Api) -> None:
    """At the end of the term an RN order appears, with the first PO number (facts E8)."""
    before = api.get(f"/subscriptions/{SUBSCRIPTION}")
    api.wait(30 * DAY)
    api.log_in()
    newest = api.every("/orders", subscriptionId=SUBSCRIPTION)[0]
    assert newest["type"] == "renewal"
    assert newest["creationDate"] == f"{before['renewalDate']}T01:00:00Z"
    first = api.simulator.world.orders_of_subscription[SUBSCRIPTION][0].po_number
    assert api.get(f"/orders/{newest['id']}")["poNumber"] == first


def test_new_subscriptions_renew_too(api: Api) -> None:
    """A new subscription is renewed after its first month (facts E8)."""
    order = api.order("sales", products=LINES, poNumber="PO-3")
    api.wait(31)
    identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
    api.wait(31 * DAY)
    api.log_in()
    kinds = [row["type"] for row in api.every("/orders", subscriptionId=identifier)]
    assert kinds == ["renewal", "sales"]
    rows = api.every("/subscriptions", customerId=CUSTOMER, status="active")
    assert "2027-01-02" in [row["renewalDate"] for row in rows]


def test_terms_without_renewal_end_without_an_order(api: Api) -> None:
    """Without renewal, a subscription is removed at its end without an order (facts E11)."""
    api.patch(f"/subscriptions/{SUBSCRIPTION}", {"renewalStatus": False})
    orders = len(api.every("/orders", subscriptionId=SUBSCRIPTION))
    api.wait(30 * DAY)
    api.log_in()
    ended = api.get(f"/subscriptions/{SUBSCRIPTION}")
    assert ended["status"] == "removed"
    # The day it was decided, not the day of the end (facts E11).
    assert ended["lastModifiedDate"] == "2026-11-02"
    assert len(api.every("/orders", subscriptionId=SUBSCRIPTION)) == orders


def test_years_can_pass_at_once(api: Api) -> None:
    """After a long jump of the clock, orders are still sorted and nothing fails."""
    api.wait(3 * 365 * DAY)
    api.log_in()
    orders = list(api.simulator.world.orders.values())
    assert len(orders) > 800
    dates = [order.created for order in orders]
    assert dates == sorted(dates)
    assert not [order for order in orders if order.is_open and order.type == "sales"]


def test_reports_are_made(api: Api) -> None:
    """A scheduled report is submitted, processed, and then has a file (facts E12)."""
    body = {"name": "October", "startDate": "2026-10-01T01:00:00Z"}
    report = api.post("/reports", body)
    path = f"/reports/{report['id']}"
    states = []
    for _ in range(4):
        states.append(api.get(path)["status"])
        api.wait(10)
    assert states == ["submitted", "processing", "processing", "completed"]
    assert "downloadUrl" not in report
    assert "downloadUrl" in api.get(path)
    failing = api.post("/reports", {**body, "name": "FAIL"})
    api.wait(31)
    assert api.get(f"/reports/{failing['id']}")["status"] == "error"
