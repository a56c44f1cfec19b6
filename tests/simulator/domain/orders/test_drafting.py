"""Required parts and prices of order requests."""

from decimal import Decimal
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SHARED_MPN, SUBSCRIPTION, Api

YEAR = {"type": "year", "duration": 1}
MONTH = {"type": "month", "duration": 1}


def sale(*lines: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """The body of a sale to the well-known customer."""
    return {"type": "sales", "customerId": CUSTOMER, "products": list(lines), **rest}


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"type": "sales"}, 400, "products"),
        ({"type": "sales", "products": []}, 400, "products"),
        ({"type": "sales", "products": [{"quantity": 1}]}, 400, "mpn or id"),
        ({"type": "sales", "products": [{"mpn": KNOWN_MPN}]}, 400, "quantity"),
        ({"type": "sales", "products": [{"mpn": "none", "quantity": 1}]}, 404, "Product none"),
        ({"type": "sales", "customerId": "1"}, 404, "Customer 1"),
        ({"type": "change", "products": []}, 400, "subscriptionId"),
        ({"type": "change", "subscriptionId": SUBSCRIPTION}, 400, "products"),
        ({"type": "change", "subscriptionId": "1", "products": []}, 404, "Subscription 1"),
        ({"type": "renewal"}, 400, "subscriptionId"),
        ({"type": "cancellation", "subscriptionId": "x"}, 404, "Subscription x"),
        ({"type": "migration"}, 400, "planId"),
        ({"type": "migration", "planId": "1"}, 404, "Plan 1"),
        ({"type": "unknown"}, 400, "type"),
    ],
)
def test_incomplete_orders_say_what_is_missing(
    api: Api, body: dict[str, Any], status: int, named: str
) -> None:
    """Each type of order needs its own fields (facts E7); estimates are as strict."""
    body = {"customerId": CUSTOMER, **body}
    for path in ("/orders", "/orders/estimate"):
        assert named in api.post(path, body, status)["message"]
    assert api.get("/orders")["pagination"]["total"] == 400


def test_ambiguous_mpn_asks_for_more(api: Api) -> None:
    """An MPN that several products share is 500, until periods identify one (facts C10)."""
    line = {"mpn": SHARED_MPN, "quantity": 1}
    error = api.post("/orders", sale(line), 500)
    assert "vendor, subscriptionPeriod or billingPeriod" in error["message"]
    order = api.post("/orders", sale({**line, "subscriptionPeriod": YEAR, "billingPeriod": YEAR}))
    assert "(1 Year(s) term)" in order["details"][0]["description"]


def test_period_of_the_order_counts_for_its_lines(api: Api) -> None:
    """A period at the top level narrows the lines down too (facts E7)."""
    line = {"mpn": SHARED_MPN, "quantity": 1}
    api.post("/orders", sale(line, subscriptionPeriod=MONTH))


def test_po_number_in_lower_case_is_taken(api: Api) -> None:
    """A published example writes `ponumber`; without one null is returned (facts E7)."""
    line = {"mpn": KNOWN_MPN, "quantity": "2.0"}
    assert api.post("/orders", sale(line, ponumber="PO-1"))["poNumber"] == "PO-1"
    assert api.post("/orders", sale(line, poNumber="PO-2"))["poNumber"] == "PO-2"
    assert api.post("/orders", sale(line))["poNumber"] is None


def test_customer_on_hold_cannot_buy(api: Api) -> None:
    """Credit hold stops sales and changes as a business error, but no cancellation (facts E2)."""
    api.patch(f"/customers/{CUSTOMER}", {"status": "creditHold"})
    line = {"mpn": KNOWN_MPN, "quantity": 1}
    assert "creditHold" in api.post("/orders", sale(line), 500)["message"]
    api.change(10, 500)
    api.order("cancellation", subscriptionId=SUBSCRIPTION)


def test_dependencies_are_added(api: Api) -> None:
    """The platform adds what a product needs, once (facts E4)."""
    needing = next(row for row in api.every("/products") if "dependsOn" in row)
    needed = needing["dependsOn"][0]["id"]
    line = {"id": needing["id"], "quantity": 3}
    order = api.post("/orders", sale(line))
    assert [(each["id"], each["quantity"]) for each in order["products"]] == [
        (needing["id"], 3),
        (needed, 3),
    ]
    named = api.post("/orders", sale(line, {"id": needed, "quantity": 7}))
    assert [each["quantity"] for each in named["products"]] == [3, 7]


def test_total_is_the_sum_of_lines_and_details(api: Api) -> None:
    """Detail lines add up to products, products to the total, setup fees included (facts E8)."""
    rows = api.every("/products")
    with_setup = next(row for row in rows if len(row["prices"]) == 2)
    tiered = next(row for row in rows if row["prices"][0]["model"] == "TIERED")
    order = api.post(
        "/orders",
        sale({"id": with_setup["id"], "quantity": 4}, {"id": tiered["id"], "quantity": 60}),
    )
    total = Decimal(order["total"]["amount"])
    assert total == sum(Decimal(line["extendedPrice"]["amount"]) for line in order["products"])
    assert total == sum(Decimal(line["extendedPrice"]["amount"]) for line in order["details"])
    for line in order["details"]:
        unit, extended = line["unitPrice"]["amount"], line["extendedPrice"]["amount"]
        assert Decimal(unit) * int(line["quantity"]) == Decimal(extended)
    assert {line["type"] for line in order["details"]} == {"recurring", "setup"}


def test_special_price_is_charged(api: Api) -> None:
    """A price agreed with the order replaces that of the catalogue (facts E7)."""
    line = {
        "mpn": KNOWN_MPN,
        "quantity": 10,
        "specialPrice": {"currency": "USD", "amount": "2.5"},
    }
    order = api.post("/orders", sale(line))
    assert order["total"] == {"currency": "USD", "amount": "25.0"}
    api.wait(31)
    identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
    product = api.get(f"/subscriptions/{identifier}")["products"][0]
    assert product["unitPrice"] == {"currency": "USD", "amount": "2.5"}


@pytest.mark.parametrize(
    "body",
    [
        sale({"mpn": KNOWN_MPN, "quantity": 18}),
        sale({"mpn": "CFQ7TTC0ZZ04:0001", "quantity": 3, "subscriptionPeriod": MONTH}),
        {
            "type": "change",
            "customerId": CUSTOMER,
            "subscriptionId": SUBSCRIPTION,
            "products": [{"mpn": KNOWN_MPN, "quantity": 10}],
        },
        {"type": "renewal", "customerId": CUSTOMER, "subscriptionId": SUBSCRIPTION},
        {"type": "cancellation", "customerId": CUSTOMER, "subscriptionId": SUBSCRIPTION},
    ],
    ids=lambda body: body["type"],
)
def test_estimate_commits_nothing_and_agrees(api: Api, body: dict[str, Any]) -> None:
    """An estimate places no order, has no id, and costs what the order then costs (facts E9)."""
    estimate = api.post("/orders/estimate", body)
    assert api.get("/orders")["pagination"]["total"] == 400
    assert not {"id", "orderNumber", "status", "creationDate"} & set(estimate)
    order = api.post("/orders", body)
    assert estimate["total"] == order["total"]
    assert estimate["products"] == order.get("products", [])


def test_annual_estimates_carry_contract_values(api: Api) -> None:
    """Annual terms show twelve bills and the day they end; seller ids are numbers (facts E9)."""
    estimate = api.post("/orders/estimate", sale({"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 2}))
    (subscription,) = estimate["subscriptions"]
    (value,) = subscription["tcvs"]
    monthly = Decimal(estimate["total"]["amount"])
    assert Decimal(value["total"]["amount"]) == monthly * 12
    assert estimate["products"][0]["tcvs"][0]["total"] == value["total"]
    assert subscription["alignedExpirationDate"] == "2027-11-01"
    assert subscription["planId"] == "10002"
    assert value["sellerId"] == 1_000_003


def test_ends_can_be_aligned(api: Api) -> None:
    """A sale can end with another subscription or with the month (facts E7)."""
    line = {"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 2}
    month_end = {"alignmentType": "MATCH_END_OF_CALENDAR_MONTH"}
    estimate = api.post("/orders/estimate", sale(line, alignExpirationDate=month_end))
    assert estimate["subscriptions"][0]["alignedExpirationDate"] == "2027-11-30"
    other = {"alignmentType": "CO_TERM_ON_SUBSCRIPTION", "subscriptionId": int(SUBSCRIPTION)}
    order = api.post("/orders", sale(line, alignExpirationDate=other))
    api.wait(31)
    created = api.get(f"/subscriptions/{api.get('/orders/' + order['id'])['subscriptionId']}")
    assert created["expirationDate"] == api.get(f"/subscriptions/{SUBSCRIPTION}")["expirationDate"]
    api.post("/orders", sale(line, alignExpirationDate={**other, "subscriptionId": 1}), 404)


@pytest.mark.parametrize("kind", ["CO_TERM_ON_SUBSCRIPTION", "CO_TERM_PARTIAL_UPGRADE"])
def test_alignment_with_a_subscription_needs_its_id(api: Api, kind: str) -> None:
    """Without the id or the type an alignment is a 400 that names it (facts E7)."""
    line = {"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 2}
    for wish, missing in (
        ({"alignmentType": kind}, "subscriptionId is missing"),
        ({"alignmentType": kind, "subscriptionId": None}, "subscriptionId is missing"),
        ({"subscriptionId": int(SUBSCRIPTION)}, "alignmentType is missing"),
        ({}, "alignmentType is missing"),
    ):
        for path in ("/orders", "/orders/estimate"):
            error = api.post(path, sale(line, alignExpirationDate=wish), 400)
            assert missing in error["message"]


def test_alignment_needs_an_active_subscription_of_the_customer(api: Api) -> None:
    """A sale cannot end with an ended subscription, nor with one of another customer."""
    line = {"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 2}
    foreign = next(
        row for row in api.every("/subscriptions", status="active") if row["customerId"] != CUSTOMER
    )
    wish = {"alignmentType": "CO_TERM_ON_SUBSCRIPTION", "subscriptionId": int(foreign["id"])}
    api.post("/orders", sale(line, alignExpirationDate=wish), 404)
    api.order("cancellation", subscriptionId=SUBSCRIPTION)
    api.wait(31)
    wish["subscriptionId"] = int(SUBSCRIPTION)
    assert "terminated" in api.post("/orders", sale(line, alignExpirationDate=wish), 500)["message"]


def test_migrations_bring_their_dates_along(api: Api) -> None:
    """A migrated subscription keeps plan, end and renewal of the order (facts E7)."""
    order = api.order(
        "migration",
        planId="10001",
        startDate="2026-06-01",
        expirationDate="2027-06-01",
        autorenewal=False,
        migrationProgram="legacy",
        products=[{"mpn": KNOWN_MPN, "quantity": 5}],
    )
    assert order["orderNumber"].startswith("SO")
    api.wait(31)
    identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
    subscription = api.get(f"/subscriptions/{identifier}")
    assert subscription["planId"] == 10001
    assert subscription["expirationDate"] == "2027-06-01"
    assert subscription["renewalStatus"] is False
    assert subscription["products"][0]["quantity"] == 5
