"""Whether an order that the service shows is the one that was sent."""

from typing import Any

import pytest
from cloud_marketplace._workflows.order_matching import Match, SentOrder, contradiction, match
from cloud_marketplace.models import Order

SALE = {
    "type": "sales",
    "customerId": "1",
    "poNumber": "T-1",
    "products": [{"mpn": "A", "quantity": "2.0"}],
}
SHOWN = SALE | {"status": "processing", "products": [{"mpn": "A", "quantity": 2}, {"mpn": "D"}]}
RENEWAL = {"type": "renewal", "customerId": "1", "poNumber": "T-1", "subscriptionId": "9"}
CHANGE = SALE | {
    "type": "change",
    "subscriptionId": "9",
    "products": [{"mpn": "A", "quantity": 12}],
}


def matching(body: Any, own: bool = True, seats: int | None = None, **changes: Any) -> Match:
    """How certain it is if the service shows the order with these changes."""
    shown = (SHOWN if body is SALE else body | {"status": "processing"}) | changes
    sent = SentOrder(body, own_number=own, seats_before=seats)
    return match(Order.from_dict(shown), sent)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Match.YES),
        ({"type": "renewal"}, Match.NO),
        ({"customerId": "2"}, Match.NO),
        ({"products": [{"mpn": "A", "quantity": 3}]}, Match.MAYBE),
        ({"products": [{"mpn": "B", "quantity": 2}]}, Match.MAYBE),
        ({"poNumber": "OLD", "products": []}, Match.NO),
        ({"poNumber": "OLD", "products": [{"mpn": "B", "quantity": 2}]}, Match.NO),
    ],
)
def test_number_and_content_decide(changes: Any, expected: Match) -> None:
    """Added products don't matter (facts E4); type and customer must be the same."""
    assert matching(SALE, **changes) is expected


@pytest.mark.parametrize("status", ["submitted", "processing", "completed", "error", "cancelled"])
@pytest.mark.parametrize(
    "number",
    [
        None,
        "",
        "OLD",
        "t-1",
        "T - 1",
        "T",
        "T-1-something",
        "\N{FULLWIDTH LATIN CAPITAL LETTER T}-1",
    ],
)
def test_another_number_makes_it_uncertain_and_nothing_more(status: str, number: Any) -> None:
    """An order of the same content is possible with any PO number and state (F23)."""
    assert matching(SALE, poNumber=number, status=status) is Match.MAYBE


def test_an_order_that_shows_nothing_yet_is_possible() -> None:
    """Without PO number, lines and subscriptions nothing speaks against an order."""
    assert matching(SALE, poNumber=None, products=None) is Match.MAYBE


def test_each_sent_line_needs_a_line_of_its_own() -> None:
    """One line of the order does not satisfy two lines that were sent."""
    twice = SALE | {"products": [{"mpn": "A", "quantity": 2}, {"mpn": "A", "quantity": 2}]}
    one = [{"mpn": "A", "quantity": 2}]
    assert matching(twice, products=one) is Match.MAYBE
    assert matching(twice, products=one + one) is Match.YES


def test_lines_change_hands_until_all_are_satisfied() -> None:
    """A line that fits any product leaves the one that a more exact line needs."""
    sent = SALE | {"products": [{"mpn": "A"}, {"mpn": "A", "id": "2"}]}
    shown = [{"mpn": "A", "id": "2"}, {"mpn": "A", "id": "1"}]
    assert matching(sent, products=shown) is Match.YES
    assert matching(sent, products=shown, poNumber="OLD") is Match.MAYBE


def test_an_automatic_renewal_is_never_taken_for_ours() -> None:
    """Automatic renewals repeat old PO numbers (E8): only its own number makes an order certain."""
    assert matching(RENEWAL, own=True) is Match.YES
    assert matching(RENEWAL, own=False) is Match.MAYBE
    assert matching(RENEWAL, own=True, subscriptionId="8") is Match.MAYBE


@pytest.mark.parametrize(
    ("seats", "shown", "expected"),
    [
        (10, 2, Match.YES),
        (10, 12, Match.YES),
        (10, 3, Match.MAYBE),
        (None, 3, Match.YES),
        (None, -5, Match.YES),
        (None, 13, Match.MAYBE),
    ],
)
def test_a_change_is_read_back_as_a_difference(
    seats: int | None, shown: int, expected: Match
) -> None:
    """The quantity is the difference to the seats before, or the new total (facts E8)."""
    lines = [{"mpn": "A", "quantity": shown}]
    assert matching(CHANGE, seats=seats, products=lines) is expected


@pytest.mark.parametrize("quantity", ["1e99999999", "1e-99999999", [], {"a": 1}, True])
def test_a_strange_quantity_is_no_match_and_no_error(quantity: Any) -> None:
    """What is not a usable number does not match, and does not keep the process busy."""
    assert matching(SALE, products=[{"mpn": "A", "quantity": quantity}]) is Match.MAYBE


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ({}, "has no order id; it has no properties"),
        ({"data": SHOWN | {"id": "7"}}, "has no order id; it has the properties data"),
        ({"id": None, "type": "sales"}, "has no order id"),
        ({"id": "7", "message": "no", "status": 500}, "not an order"),
        ({"id": "7", "timestamp": "now", "error": "Bad Gateway"}, "not an order"),
        (SHOWN | {"id": "7", "customerId": "2"}, "customerId is '2' in the response, '1' was sent"),
        (SHOWN | {"id": "7", "type": "renewal"}, "type is 'renewal'"),
        (SHOWN | {"id": "7", "poNumber": "T-2"}, "poNumber is 'T-2'"),
        (SHOWN | {"id": "7", "poNumber": "T-10"}, "poNumber is 'T-10'"),
        (SHOWN | {"id": "7", "products": [{"mpn": "B", "quantity": 2}]}, "products are B"),
        (SHOWN | {"id": "7", "products": [{"mpn": "A", "quantity": 3}]}, "products are A"),
        (CHANGE | {"id": "7", "subscriptionId": "8", "type": "sales"}, ""),
    ],
)
def test_a_response_about_another_order_is_not_believed(response: Any, why: str) -> None:
    """A response without id, an error, or another customer, product or number contradicts."""
    sent = SentOrder(SALE if why else SALE | {"products": []})
    assert why in contradiction(Order.from_dict(response), sent)
    assert bool(contradiction(Order.from_dict(response), sent)) is bool(why)


@pytest.mark.parametrize(
    "changes",
    [{}, {"poNumber": None}, {"poNumber": "t-1"}, {"products": None}, {"customerId": None}],
)
def test_what_a_response_leaves_out_contradicts_nothing(changes: Any) -> None:
    """Missing values, and a PO number in another form, do not contradict a response."""
    assert contradiction(Order.from_dict(SHOWN | {"id": "7"} | changes), SentOrder(SALE)) == ""


def test_a_long_number_may_come_back_cut() -> None:
    """The beginning of a PO number is one that was cut, if enough of it is left."""
    long = SALE | {"poNumber": "TICKET-2027-000123"}
    for number, why in (("TICKET-2027-0", ""), ("TICKET", "poNumber")):
        response = Order.from_dict(SHOWN | {"id": "7", "poNumber": number})
        assert why in contradiction(response, SentOrder(long))
        assert bool(contradiction(response, SentOrder(long))) is bool(why)


def test_the_subscription_of_a_change_is_compared() -> None:
    """A response about another subscription contradicts; with known seats the quantity does too."""
    shown = CHANGE | {"id": "7", "products": [{"mpn": "A", "quantity": 2}]}
    sent = SentOrder(CHANGE, seats_before=10)
    assert contradiction(Order.from_dict(shown), sent) == ""
    assert "subscriptionId" in contradiction(Order.from_dict(shown | {"subscriptionId": "8"}), sent)
    other = shown | {"products": [{"mpn": "A", "quantity": 99}]}
    assert "products" in contradiction(Order.from_dict(other), sent)
