"""Change orders: totals in, differences out."""

from decimal import Decimal
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SHARED_MPN, SUBSCRIPTION, Api, simulated


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
    """At renewal the quantity is a total, and the write-only schedule is returned (F4, F5)."""
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
    assert renewal["type"] == "renewal"
    unit = Decimal(seats(api)[0]["unitPrice"]["amount"])
    assert Decimal(api.get(f"/orders/{renewal['id']}")["total"]["amount"]) == unit * 10


def test_second_change_is_a_conflict(api: Api) -> None:
    """While a change is open, another is 500 and names subscription, order and code (C7)."""
    first = api.change(20)
    for seconds, state in ((0, "Order is submitted(AS)"), (6, "Provisioning is in progress(LO)")):
        api.wait(seconds)
        message = api.change(21, 500)["message"]
        assert message == (
            f"Cannot Upgrade/Downgrade Resources for Subscription #{SUBSCRIPTION}: there is"
            f" already an Upgrade/Downgrade Order #{first['orderNumber']} in status {state}."
            " The open order does not permit an order of the same order type for this subscription."
            " You can cancel the open order, or wait until it is completed."
        )
    api.wait(31)
    assert api.change(21)["products"][0]["quantity"] == 1


@pytest.mark.parametrize("scheduled", [{}, {"scheduledOn": "renewal"}])
@pytest.mark.parametrize("seconds", [0, 6])
def test_the_conflict_has_the_code_that_get_shows(
    api: Api, scheduled: dict[str, str], seconds: int
) -> None:
    """The state of the blocking order is the one that GET shows at that moment (facts C7)."""
    first = api.change(20, **scheduled)
    api.wait(seconds)
    shown = api.get(f"/orders/{first['id']}")["statusCode"]
    assert f"({shown}). The open order" in api.change(21, 500)["message"]


@pytest.mark.parametrize("kind", ["cancellation", "renewal"])
def test_other_types_are_blocked_by_option_only(kind: str) -> None:
    """An open change blocks other types of order with `conflicts="any"` only (facts C7)."""
    for conflicts, status in (("same-type", 200), ("any", 500)):
        with simulated(conflicts=conflicts) as api:
            first = api.change(20)
            found = api.order(kind, status, subscriptionId=SUBSCRIPTION)
            if status != 200:
                assert first["orderNumber"] in found["message"]
                assert "does not permit another order" in found["message"]


@pytest.mark.parametrize("kind", ["cancellation", "renewal"])
def test_each_type_blocks_its_own(api: Api, kind: str) -> None:
    """A second renewal or cancellation is a conflict while the first is open (facts C7)."""
    first = api.order(kind, subscriptionId=SUBSCRIPTION)
    message = api.order(kind, 500, subscriptionId=SUBSCRIPTION)["message"]
    assert first["orderNumber"] in message


def test_a_change_of_an_ended_subscription_fails(api: Api) -> None:
    """An open change ends in error if a cancellation ends its subscription before."""
    change = api.change(20, scheduledOn="2026-11-04")
    api.order("cancellation", subscriptionId=SUBSCRIPTION)
    api.wait(3 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{change['id']}")["status"] == "error"


@pytest.mark.parametrize("kind", ["change", "cancellation", "renewal"])
@pytest.mark.parametrize("wish", ["renewal", "2026-11-05"])
def test_scheduled_orders_wait_for_their_day(api: Api, kind: str, wish: str) -> None:
    """Any order with `scheduledOn` is kept until its day and never executed at once (facts F4)."""
    rest: dict[str, Any] = {"products": [{"mpn": KNOWN_MPN, "quantity": 20}]}
    before = api.get(f"/subscriptions/{SUBSCRIPTION}")
    order = api.order(
        kind, subscriptionId=SUBSCRIPTION, scheduledOn=wish, **(rest if kind == "change" else {})
    )
    assert order["scheduledOn"] == wish
    api.wait(2 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{order['id']}")["statusCode"] == "AS"
    assert api.get(f"/subscriptions/{SUBSCRIPTION}") == before
    api.wait(25 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{order['id']}")["status"] == "completed"


def test_a_scheduled_sale_waits_too(api: Api) -> None:
    """A sale with a date is provisioned on that day; it cannot wait for a renewal."""
    lines = [{"mpn": KNOWN_MPN, "quantity": 2}]
    order = api.order("sales", products=lines, scheduledOn="2026-11-05")
    api.wait(2 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{order['id']}")["status"] == "processing"
    api.wait(2 * 86_400)
    api.log_in()
    assert api.get(f"/orders/{order['id']}")["provisioningDate"] == "2026-11-05T00:00:00Z"
    api.order("sales", 400, products=lines, scheduledOn="renewal")


@pytest.mark.parametrize("wish", ["tomorrow", "", "2026-11-02", "2020-01-01", "2026-13-01"])
def test_other_schedules_are_400(api: Api, wish: str) -> None:
    """A value of `scheduledOn` that is neither `renewal` nor a later date is refused by name."""
    assert "scheduledOn" in api.change(20, 400, scheduledOn=wish)["message"]


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
    """Another product of the same plan starts from zero; one of another plan is unknown."""
    line = {"mpn": SHARED_MPN, "quantity": 4}
    order = api.order("change", subscriptionId=SUBSCRIPTION, products=[line])
    assert order["products"][0]["quantity"] == 4
    api.wait(31)
    assert [each["quantity"] for each in seats(api)] == [18, 4]
    foreign = [{"mpn": "VQX00101:0004", "quantity": 1}]
    api.order("change", 404, subscriptionId=SUBSCRIPTION, products=foreign)


def test_products_can_be_switched(api: Api) -> None:
    """A new MPN replaces the old one, at its price (facts E7)."""
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
