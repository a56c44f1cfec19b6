"""Whether an order that the service shows is the one that was sent."""

from typing import Any

import pytest
from cloud_marketplace._workflows.order_matching import Fit, Mark, fit
from cloud_marketplace.models import Order, OrderSummary

SALE = {
    "type": "sales",
    "customerId": "1",
    "poNumber": "T-1",
    "products": [{"mpn": "A", "quantity": "2.0"}],
}
SHOWN = SALE | {"status": "processing", "products": [{"mpn": "A", "quantity": 2}, {"mpn": "D"}]}
RENEWAL = {"type": "renewal", "customerId": "1", "poNumber": "T-1", "subscriptionId": "9"}


def fitting(body: Any, own: bool = True, **changes: Any) -> Fit:
    """How sure it is when the service shows the order with these changes."""
    shown = (SHOWN if body is SALE else body | {"status": "processing"}) | changes
    return fit(Order.from_dict(shown), body, own_number=own)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Fit.YES),
        ({"type": "renewal"}, Fit.NO),
        ({"customerId": "2"}, Fit.NO),
        ({"products": [{"mpn": "A", "quantity": 3}]}, Fit.MAYBE),
        ({"products": [{"mpn": "B", "quantity": 2}]}, Fit.MAYBE),
        ({"poNumber": "OLD"}, Fit.MAYBE),
        ({"poNumber": None}, Fit.MAYBE),
        ({"poNumber": "OLD", "status": "completed"}, Fit.NO),
        ({"poNumber": "OLD", "products": []}, Fit.NO),
    ],
)
def test_number_and_content_have_to_fit(changes: Any, expected: Fit) -> None:
    """Added products don't matter (E4); a pending order may show an old number (facts F23)."""
    assert fitting(SALE, **changes) is expected


def test_an_automatic_renewal_is_never_taken_for_ours() -> None:
    """Automatic renewals repeat old PO numbers (E8): only a number of its own makes one sure."""
    assert fitting(RENEWAL, own=True) is Fit.YES
    assert fitting(RENEWAL, own=False) is Fit.MAYBE
    assert fitting(RENEWAL, own=True, subscriptionId="8") is Fit.MAYBE


def test_a_mark_tells_new_orders_from_old_ones() -> None:
    """Orders older than the newest one, and those of its very moment, were there before."""

    def row(number: str, minute: int) -> OrderSummary:
        moment = f"2026-11-02T08:{minute:02}:00Z"
        return OrderSummary.from_dict({"id": number, "creationDate": moment})

    mark = Mark.read(Mark.of([row("3", 5), row("2", 5), row("1", 4)]).text())
    assert [mark.has(each) for each in (row("3", 5), row("1", 4), row("0", 5), row("9", 6))] == [
        True,
        True,
        False,
        False,
    ]
    assert not Mark.of([]).has(row("1", 0))
