"""Each rule of comparing orders by itself: names, boundaries, and the words of a contradiction."""

from types import SimpleNamespace
from typing import Any

import pytest
from cloud_marketplace import errors
from cloud_marketplace._workflows.order_matching import (
    Match,
    SentOrder,
    checked_row,
    contradiction,
    has_content,
    id_of,
    is_derived,
    is_open,
    match,
    same_number,
    subscriptions_in,
)
from cloud_marketplace.models import Order, OrderSummary

SALE = {"type": "sales", "customerId": "1", "poNumber": "T-1"}


def order(**shown: Any) -> Order:
    """An order that the service shows."""
    return Order.from_dict(SALE | {"id": "7", "status": "processing"} | shown)


def with_line(kind: str = "sales", **line: Any) -> dict[str, Any]:
    """An order of one line, as it is sent."""
    return SALE | {"type": kind, "products": [line]}


@pytest.mark.parametrize("name", ["mpn", "id", "newMPN", "newId"])
def test_each_name_of_a_line_is_compared(name: str) -> None:
    """A line with another value under one of its names is another line; a missing one is too."""
    sent = SentOrder(with_line(**{name: "A"}))
    for shown, same in (("A", True), ("a", True), ("B", False), (None, False)):
        assert has_content(order(products=[{"mpn": "x"} | {name: shown}]), sent) is same
    assert has_content(order(products=[{"mpn": "x", name: "B"}]), SentOrder(with_line()))


def test_a_number_is_derived_from_ten_characters() -> None:
    """The first ten characters of a PO number are enough, nine are not; nor is another end."""
    assert is_derived("ABCDEFGHIJ", "ABCDEFGHIJKL")
    assert not is_derived("ABCDEFGHI", "ABCDEFGHIJKL")
    assert not is_derived("ABCDEFGHIJKLM", "ABCDEFGHIJKL")
    assert not is_derived("BCDEFGHIJKL", "ABCDEFGHIJKL")
    assert is_derived("t - 1", "T-1")
    assert same_number(None, "")
    assert not same_number("t-1", "T-1")


@pytest.mark.parametrize("number", ["TICKET-2027-000123", "ticket-2027-0", "", None])
def test_an_order_that_shows_nothing_but_a_cut_number_is_possible(number: Any) -> None:
    """Without lines and subscriptions a number that may be ours, or none, leaves it open."""
    sent = SentOrder(with_line(mpn="A") | {"poNumber": "TICKET-2027-000123 "})
    assert match(order(poNumber=number, products=None), sent) is Match.MAYBE
    assert match(order(poNumber="OTHER", products=None), sent) is Match.NO
    for told in ({"subscriptionId": "9"}, {"products": [{"mpn": "B"}]}):
        assert match(order(poNumber=number, **{"products": None} | told), sent) is Match.NO


def test_a_renewal_is_not_certain_unless_its_number_was_made_for_it() -> None:
    """By default the PO number of a renewal proves nothing, that of any other order does."""
    body = {"type": "renewal", "customerId": "1", "poNumber": "T-1"}
    assert match(order(type="renewal"), SentOrder(body)) is Match.MAYBE
    assert match(order(), SentOrder(SALE)) is Match.YES


def test_type_and_customer_decide_where_both_are_shown() -> None:
    """Another type or customer is another order, in any case of letters; a missing one may be."""
    assert match(order(type="SALES", customerId=1), SentOrder(SALE)) is Match.YES
    assert match(order(type=None, customerId=None), SentOrder(SALE)) is Match.YES
    assert match(order(type="change"), SentOrder(SALE)) is Match.NO
    assert match(order(customerId="2"), SentOrder(SALE)) is Match.NO


SUBSCRIPTIONS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({"subscriptionId": "9"}, {"subscriptionId": "9"}, True),
    ({"subscriptionId": "9"}, {"products": [{"mpn": "A", "subscriptionId": 9}]}, True),
    (
        {"products": [{"subscriptionId": 9}, {}]},
        {"subscriptionId": "9", "products": [{}, {}]},
        True,
    ),
    ({"products": [{"subscriptionId": "9"}]}, {"products": [{"mpn": "A"}]}, False),
    ({"subscriptionId": "9"}, {"subscriptionId": "8"}, False),
    ({}, {"subscriptionId": "8"}, True),
]


@pytest.mark.parametrize(("sent", "shown", "expected"), SUBSCRIPTIONS)
def test_all_subscriptions_that_were_sent_have_to_be_named(
    sent: Any, shown: Any, expected: bool
) -> None:
    """Subscriptions are named at the top or on lines, as numbers or texts; more do not matter."""
    blank = {"products": [{"mpn": "A"} | line for line in shown.get("products", [])]}
    assert has_content(order(**shown | blank), SentOrder(SALE | sent)) is expected


def test_the_subscriptions_of_an_order() -> None:
    """Those at the top and on lines are named once each, as text; missing ones are left out."""
    lines = [{"mpn": "A", "subscriptionId": 8}, {"mpn": "B"}, {"mpn": "C", "subscriptionId": "9"}]
    assert subscriptions_in(order(subscriptionId="9", products=lines)) == {"8", "9"}
    assert subscriptions_in(order(products="?")) == set()


QUANTITIES: list[tuple[dict[str, Any], int | None, Any, Any, bool]] = [
    ({"type": "change"}, None, 12, 2, True),
    ({"type": "change"}, None, 12, 12, True),
    ({"type": "change"}, 0, 12, 12, True),
    ({"type": "change"}, 10, 12, 2, True),
    ({"type": "change"}, 9, 12, 2, False),
    ({"type": "change"}, None, 12, 13, False),
    ({"type": "change", "scheduledOn": "renewal"}, None, 12, 2, False),
    ({"type": "change", "scheduledOn": "Renewal"}, 10, 12, 2, False),
    ({"type": "change", "scheduledOn": "renewal"}, None, 12, "12.0", True),
    ({"type": "change", "scheduledOn": "now"}, None, 12, 2, True),
    ({"type": "change"}, 10, 12, None, True),
    ({"type": "change"}, 10, "?", 2, True),
    ({"type": "sales"}, None, 12, 2, False),
    ({"type": "sales"}, None, 12, None, False),
]


@pytest.mark.parametrize(("body", "seats", "wanted", "shown", "same"), QUANTITIES)
def test_quantities_are_totals_unless_a_change_is_carried_out_now(
    body: Any, seats: int | None, wanted: Any, shown: Any, same: bool
) -> None:
    """A change of now may be read back as a difference, one at the renewal is a total (E8)."""
    sent = SentOrder(with_line(mpn="A", quantity=wanted) | body, seats_before=seats)
    assert has_content(order(products=[{"mpn": "A", "quantity": shown}]), sent) is same


def test_lines_that_are_no_objects_are_left_out() -> None:
    """What is not an object in a list of lines is neither wanted nor shown."""
    body = SALE | {"products": [{"mpn": "A"}, "A", None]}
    assert has_content(order(products=[7, {"mpn": "A"}, "x"]), SentOrder(body))
    assert has_content(order(products="A"), SentOrder(SALE | {"products": "A"}))
    assert not has_content(order(products=["A"]), SentOrder(body))


def test_a_line_is_taken_over_from_another_only_where_that_finds_its_own() -> None:
    """Where fewer lines fit than were sent, none is counted twice, in whatever order they come."""
    lines = [{"mpn": "A", "id": "1"}, {"mpn": "A", "id": "2"}, {"mpn": "A"}]
    shown = [{"mpn": "A", "id": str(number)} for number in (1, 2, 3)]
    for turn in range(3):
        sent = SentOrder(SALE | {"products": lines[turn:] + lines[:turn]})
        assert has_content(order(products=shown[::-1]), sent)
        assert has_content(order(products=shown), sent)
        assert not has_content(order(products=shown[:2]), sent)
        assert not has_content(order(products=[shown[0], shown[2], shown[2]]), sent)


@pytest.mark.parametrize(
    ("found", "text"),
    [("7", "7"), (" 7 ", "7"), (7, "7"), ("", ""), (True, ""), (None, ""), (7.5, ""), ([7], "")],
)
def test_an_id_is_a_number_or_a_text(found: Any, text: str) -> None:
    """The id of an order is text without blanks; what is neither a number nor a text is none."""
    assert id_of(SimpleNamespace(id=found)) == text
    assert id_of(object()) == ""


def test_a_row_of_a_list_has_an_id() -> None:
    """A row without id, or that is not an order, is a mismatch that names the call."""
    row = OrderSummary.from_dict({"id": "7"})
    assert checked_row(row) is row
    for wrong in (OrderSummary.from_dict({}), SimpleNamespace(id="7"), None):
        with pytest.raises(errors.ResponseMismatch) as caught:
            checked_row(wrong)
        assert str(caught.value).startswith("orders.list: a row of the list is not an order.")


@pytest.mark.parametrize("status", ["completed", "error", "cancelled", "processing", "submitted"])
def test_an_order_is_open_until_its_last_state(status: str) -> None:
    """Completed, failed and cancelled orders do not change any more, all others may."""
    assert is_open(order(status=status)) is (status in ("processing", "submitted"))


ERROR_NAMES = ["message", "error", "errors", "timestamp", "timeStamp", "path"]


@pytest.mark.parametrize("name", ERROR_NAMES)
def test_a_response_that_looks_like_an_error_is_no_order(name: str) -> None:
    """An id beside a property of errors is no order, unless customer or type are there."""
    sent = SentOrder(SALE)
    names = ", ".join(sorted(("id", name)))
    said = f"the response is not an order, but has the properties {names}"
    assert contradiction(Order.from_dict({"id": "7", name: "x"}), sent) == said
    for more in ({"customerId": "1"}, {"type": "sales"}):
        assert contradiction(Order.from_dict({"id": "7", name: "x"} | more), sent) == ""
    assert contradiction(Order.from_dict({"id": "7", "other": "x"}), sent) == ""


SAID: dict[str, dict[str, Any]] = {
    "the response has no order id; it has the properties a, b, c, customerId, d, e": {
        "id": None,
        **dict.fromkeys("gfedcba"),
    },
    "customerId is '2' in the response, '1' was sent": {"customerId": "2"},
    "type is 'change' in the response, 'sales' was sent": {"type": "change"},
    "subscriptionId is '8' in the response, '9' was sent": {"subscriptionId": 8},
    "poNumber is 'T-2' in the response, 'T-1' was sent": {"poNumber": "T-2"},
    "products are B × 3,  × 1 in the response, which is not what was sent": {
        "products": [{"mpn": "B", "quantity": 3}, {"mpn": None, "quantity": 1}]
    },
}


@pytest.mark.parametrize(("said", "shown"), SAID.items())
def test_a_contradiction_says_what_was_sent_and_what_is_shown(said: str, shown: Any) -> None:
    """The words name the property, what the response has there, and what was sent."""
    sent = SentOrder(with_line(mpn="A") | {"subscriptionId": "9"})
    assert contradiction(order(**shown), sent) == said
    assert contradiction(order(), SentOrder({})) == ""


@pytest.mark.parametrize("name", ["customerId", "type", "subscriptionId", "poNumber", "products"])
@pytest.mark.parametrize("value", [None, "", "x"])
def test_what_was_not_sent_contradicts_nothing(name: str, value: Any) -> None:
    """A value that was not sent, or is not shown, is no reason to doubt a response."""
    lines = [{"mpn": "A"}]
    sent = with_line(mpn="A") | {"subscriptionId": "9"}
    without = {key: each for key, each in sent.items() if key != name}
    assert (
        contradiction(order(products=lines) if name != "products" else order(), SentOrder(sent))
        == ""
    )
    shown = {"products": lines, "subscriptionId": "9", name: value}
    assert contradiction(order(**shown), SentOrder(without | {name: None})) == ""
