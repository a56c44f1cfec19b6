"""What the quantity on a line means, for each kind of order."""

from decimal import Decimal
from typing import Any

import pytest
from cloud_marketplace import models, quantities
from cloud_marketplace.quantities import Sense
from marketplace_contracts.simulator import Simulator
from support.working_clients import client_of, subscriptions_with_seats


def quantity(kind: str, value: Any = 3, **more: Any) -> quantities.Quantity:
    """The quantity on the only line of an order."""
    order = models.Order.from_dict({"type": kind, **more})
    line = {"mpn": "A"} if value is None else {"mpn": "A", "quantity": value}
    return quantities.read(order, models.OrderLine.from_dict(line))


@pytest.mark.parametrize(
    ("kind", "more", "sense", "fact"),
    [
        ("sales", {}, Sense.SALE, "seats bought"),
        ("change", {}, Sense.DELTA, "signed difference"),
        ("change", {"scheduledOn": ""}, Sense.DELTA, "signed difference"),
        ("change", {"scheduledOn": None}, Sense.DELTA, "signed difference"),
        ("change", {"scheduledOn": "renewal"}, Sense.TARGET, "total from the renewal"),
        ("change", {"scheduledOn": "RENEWAL"}, Sense.TARGET, "total from the renewal"),
        ("change", {"scheduledOn": "someday"}, Sense.UNKNOWN, "ever observed"),
        ("renewal", {}, Sense.UNKNOWN, "have no lines"),
        ("cancellation", {}, Sense.UNKNOWN, "have no lines"),
        ("migration", {}, Sense.UNKNOWN, "ever published"),
        ("unknown", {}, Sense.UNKNOWN, "of this type"),
        ("invented", {}, Sense.UNKNOWN, "of this type"),
    ],
)
def test_each_kind_has_its_sense(kind: str, more: dict[str, Any], sense: Sense, fact: str) -> None:
    """Sale, delta and target total are distinguished, with evidence; others are unknown."""
    found = quantity(kind, **more)
    assert found.sense is sense
    assert fact in found.evidence


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Decimal(3)),
        (-1.0, Decimal(-1)),
        ("2.0", Decimal(2)),
        (0.1, Decimal("0.1")),
        (None, None),
        ("many", None),
        ("NaN", None),
        (True, None),
        (10**29, Decimal(10**29)),
        ("1e99999999", None),
        ("-1e99999999", None),
        ("1e-99999999", None),
        (10**400, None),
        pytest.param(10**5000, None, id="5000 digits"),
        ("9" * 5000, None),
        (1e300, None),
        (Decimal("1e999999"), None),
    ],
)
def test_the_number_is_exact(value: Any, number: Decimal | None) -> None:
    """Numbers and decimal texts are exact; others, and huge ones, are None and not zero."""
    assert quantity("sales", value).value == number


def test_the_simulated_service_agrees() -> None:
    """A change to the absolute total 12 reads back as the difference, on renewal as 12."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        first, second, *_ = subscriptions_with_seats(mp)
        for subscription, more, expected in (
            (first, {}, (Sense.DELTA, 12 - first.products[0].quantity)),
            (second, {"scheduledOn": "renewal"}, (Sense.TARGET, 12)),
        ):
            product = subscription.products[0]
            change = {
                "type": "change",
                "customerId": subscription.customer_id,
                "subscriptionId": subscription.id,
                "products": [{"mpn": product.mpn, "quantity": 12}],
                **more,
            }
            order = mp.orders.create(change)
            found = quantities.read(order, order.products[0])
            assert (found.sense, found.value) == expected
