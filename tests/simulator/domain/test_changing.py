"""Change orders: totals in, differences out."""

from decimal import Decimal
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SHARED_MPN, SUBSCRIPTION, Api


def seats(api: Api) -> Any:
    """The products of the well-known subscription, which has 18 seats at first."""
    return api.get(f"/subscriptions/{SUBSCRIPTION}")["products"]


@pytest.mark.parametrize(("total", "difference"), [(10, -8), ("19.0", 1), (300, 282), (18, 0)])
def test_total_comes_in_and_difference_out(api: Api, total: object, difference: int) -> None:
    """The request names the new total, the order shows a signed difference (facts E8, F3)."""
    order = api.change(total)
    assert order["products"][0]["quantity"] == difference
    assert order["details"][0]["quantity"] == difference
    api.wait(31)
    assert api.get(f"/orders/{order['id']}")["products"][0]["quantity"] == difference
    assert seats(api)[0]["quantity"] == 18 + difference


@pytest.mark.parametrize("total", [0, -1, 301, 1.5, "1.5"])
def test_totals_out_of_range_are_400(api: Api, total: object) -> None:
    """A change outside the product's limits is refused and opens no order."""
    api.change(total, 400)
    api.change(18)


def test_subscription_can_be_named_on_the_line(api: Api) -> None:
    """The id at the top and on the line mean the same (facts E7)."""
    line = {"mpn": KNOWN_MPN, "quantity": 20, "subscriptionId": SUBSCRIPTION}
    assert api.order("change", products=[line])["subscriptionId"] == SUBSCRIPTION
    other = [line, {**line, "subscriptionId": "1300402"}]
    assert "one" in api.order("change", 400, products=other)["message"]


def test_scheduled_change_shows_the_target(api: Api) -> None:
    """At renewal the quantity is a total, and the write-only schedule comes back (F4, F5)."""
    order = api.change(10, scheduledOn="renewal")
    assert order["products"][0]["quantity"] == 10
    assert order["scheduledOn"] == "renewal"
    renewal = api.get(f"/subscriptions/{SUBSCRIPTION}")["renewalDate"]
    assert f"from {renewal} through" in order["details"][0]["description"]


def test_scheduled_change_waits_for_the_renewal(api: Api) -> None:
    """It stays in processing with the seats unchanged until the day (facts E6)."""
    order = api.change(10, scheduledOn="renewal")
    api.wait(20 * 86_400)
    api.log_in()
    waiting = api.get(f"/orders/{order['id']}")
    assert (waiting["status"], waiting["statusCode"]) == ("processing", "AS")
    assert seats(api)[0]["quantity"] == 18
    api.wait(5 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{order['id']}")["status"] == "completed"
    assert seats(api)[0]["quantity"] == 10
    # The renewal that follows is charged for the new seats already.
    renewal = api.get("/orders", subscriptionId=SUBSCRIPTION)["data"][0]
    unit = Decimal(seats(api)[0]["unitPrice"]["amount"])
    assert Decimal(api.get(f"/orders/{renewal['id']}")["total"]["amount"]) == unit * 10


def test_second_change_is_a_conflict(api: Api) -> None:
    """While a change is open, another is 500 and names subscription, order and code (C7)."""
    first = api.change(20)
    for _ in range(2):
        message = api.change(21, 500)["message"]
        assert message == (
            f"Cannot Upgrade/Downgrade Resources for Subscription #{SUBSCRIPTION}: there is"
            f" already an Upgrade/Downgrade Order #{first['orderNumber']} in status"
            " Provisioning is in progress(LO)."
        )
    api.order("cancellation", 500, subscriptionId=SUBSCRIPTION)
    api.wait(31)
    assert api.change(21)["products"][0]["quantity"] == 1


def test_withdrawn_change_frees_the_subscription(api: Api) -> None:
    """A cancelled order blocks nothing and changes nothing (facts E6)."""
    first = api.change(20)
    api.patch(f"/orders/{first['id']}", {"statusCode": "CL"})
    second = api.change(25)
    assert second["products"][0]["quantity"] == 7


def test_subscriptions_of_others_are_unknown(api: Api) -> None:
    """A subscription can be changed for its own customer only."""
    line = {"mpn": KNOWN_MPN, "quantity": 20}
    body = {"type": "change", "customerId": "1000601", "subscriptionId": SUBSCRIPTION}
    assert SUBSCRIPTION in api.post("/orders", {**body, "products": [line]}, 404)["message"]


def test_ended_subscriptions_cannot_change(api: Api) -> None:
    """Neither removed nor pending subscriptions take orders (facts C7)."""
    for status in ("removed", "pending", "terminated"):
        row = api.get("/subscriptions", status=status)["data"][0]
        body = {"type": "renewal", "customerId": row["customerId"], "subscriptionId": row["id"]}
        assert status in api.post("/orders", body, 500)["message"]


def test_products_of_the_plan_can_be_added(api: Api) -> None:
    """Another product of the same plan starts from none; one of another plan is unknown."""
    line = {"mpn": SHARED_MPN, "quantity": 4}
    order = api.order("change", subscriptionId=SUBSCRIPTION, products=[line])
    assert order["products"][0]["quantity"] == 4
    api.wait(31)
    assert [each["quantity"] for each in seats(api)] == [18, 4]
    foreign = [{"mpn": "VQX00101:0004", "quantity": 1}]
    api.order("change", 404, subscriptionId=SUBSCRIPTION, products=foreign)


def test_products_can_be_switched(api: Api) -> None:
    """A new MPN takes the place of the old one, at its price (facts E7)."""
    line = {"mpn": KNOWN_MPN, "newMPN": SHARED_MPN, "quantity": 10}
    order = api.order("change", subscriptionId=SUBSCRIPTION, products=[line])
    assert order["products"][0]["newMPN"] == SHARED_MPN
    api.wait(31)
    (product,) = seats(api)
    assert (product["mpn"], product["quantity"]) == (SHARED_MPN, 10)
    price = api.every("/products", mpn=SHARED_MPN)[0]["prices"][0]["amount"]
    assert product["unitPrice"]["amount"] == price


def test_sign_of_money_need_not_follow_the_seats(api: Api) -> None:
    """Paid ahead for the term, fewer seats show an amount above zero (facts E8)."""
    changes = [
        order
        for row in api.every("/orders")
        if row["type"] == "change" and row["status"] == "completed"
        for order in [api.get(f"/orders/{row['id']}")]
    ]
    signs = {
        Decimal(order["total"]["amount"]) * int(order["products"][0]["quantity"]) > 0
        for order in changes
    }
    assert signs == {True, False}


def test_customer_of_the_known_subscription_is_the_known_one(api: Api) -> None:
    """The pair that these tests and the spec's examples rest on exists (facts E11)."""
    row = api.get(f"/subscriptions/{SUBSCRIPTION}")
    assert (row["customerId"], row["status"]) == (CUSTOMER, "active")
