"""Effects of orders on subscriptions."""

from support.simulator_api import CUSTOMER, KNOWN_MPN, simulated


def test_products_of_one_plan_share_a_subscription() -> None:
    """Each plan of a sale becomes one subscription, with all its products (facts E4)."""
    with simulated() as api:
        lines = [
            {"mpn": KNOWN_MPN, "quantity": 1},
            {"id": "PRD100504", "quantity": 2},
            {"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 3},
        ]
        order = api.order("sales", products=lines)
        api.wait(31)
        placed = api.get(f"/orders/{order['id']}")["products"]
        first, second, third = (line["subscriptionId"] for line in placed)
        assert first == second != third
        shared = api.get(f"/subscriptions/{first}")
        assert [each["quantity"] for each in shared["products"]] == [1, 2]
        for identifier in (first, third):
            listed = api.every("/orders", subscriptionId=identifier)
            assert [row["id"] for row in listed] == [order["id"]]


def test_pending_subscriptions_come_in_both_forms() -> None:
    """One pending form lacks the expiration date, the other has null for most (F19, F20)."""
    with simulated() as api:
        for _ in range(2):
            api.order("sales", products=[{"mpn": KNOWN_MPN, "quantity": 1}])
        api.wait(6)
        first, second = api.every("/subscriptions", customerId=CUSTOMER)[:2]
        missing, blank = sorted((first, second), key=lambda row: "expirationDate" in row)
        assert "expirationDate" not in missing
        assert missing["creationDate"] == "2026-11-02"
        nulls = {key for key, value in blank.items() if value is None}
        assert nulls == {
            "creationDate",
            "renewalDate",
            "lastModifiedDate",
            "expirationDate",
            "billingModel",
            "planId",
        }
        api.wait(25)
        for row in api.every("/subscriptions", customerId=CUSTOMER)[:2]:
            assert row["status"] == "active"
            assert None not in row.values()


def test_metered_products_have_no_seats() -> None:
    """A sale of a metered product makes a subscription without products (facts F21)."""
    with simulated() as api:
        metered = next(row for row in api.every("/products") if row["minimumQuantity"] == "0.0")
        order = api.order("sales", products=[{"id": metered["id"], "quantity": 1}])
        api.wait(31)
        identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
        assert "products" not in api.get(f"/subscriptions/{identifier}")


def test_parameters_stay_with_the_subscription() -> None:
    """Parameters are read back, structured values included (facts E7, F16)."""
    with simulated() as api:
        parameters = [
            {"name": "microsoft_domain", "value": "fjord"},
            {"name": "offer_attestation", "structured_value": {"accepted": [True, None]}},
        ]
        line = {"mpn": KNOWN_MPN, "quantity": 1, "parameters": parameters}
        order = api.order("sales", products=[line], poNumber="PO-7")
        api.wait(31)
        identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
        subscription = api.get(f"/subscriptions/{identifier}")
        assert subscription["orderParameters"][1:] == parameters
        assert subscription["orderParameters"][0]["name"] == "microsoft_tenant_id"
        assert subscription["fulfillmentParameters"][0]["name"] == "ms_customer_id"
        assert subscription["attributes"] == {"PONumber": "PO-7"}
