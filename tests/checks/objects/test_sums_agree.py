"""`sums_agree` on valid and invalid responses."""

from typing import Any

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made


def money(amount: str) -> dict[str, str]:
    """An amount of dollars."""
    return {"currency": "USD", "amount": amount}


def rows(*amounts: str) -> list[dict[str, Any]]:
    """Lines with these extended prices."""
    return [{"mpn": "A", "quantity": 1, "extendedPrice": money(amount)} for amount in amounts]


def order(total: str, *amounts: str) -> Interaction:
    """An order in full."""
    return made("orders.get", {"id": "1", "total": money(total), "products": rows(*amounts)})


def subscription(total: str, *amounts: str) -> Interaction:
    """A subscription in full."""
    body = {"id": "1", "totalPrice": money(total), "products": rows(*amounts)}
    return made("subscriptions.get", body)


CASES: list[tuple[Interaction, Interaction, str]] = [
    (order("3.0", "1.5", "1.50"), order("3.0", "1.5"), "total is the sum"),
    (order("-3.0", "-3"), order("3.0", "-3"), "total is the sum"),
    (order("12.8"), order("12.8", "12.79"), "total is the sum"),
    (subscription("7", "3", "4"), subscription("7", "3", "3"), "totalPrice is the sum"),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES)
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("sums_agree", good) == []
    found = look("sums_agree", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)


def test_amounts_that_are_none_are_left_to_the_schema() -> None:
    """If an amount is missing or not decimal, no sum is compared."""
    for body in ({"total": money("x"), "products": rows("1")}, {"products": rows("1")}):
        assert look("sums_agree", made("orders.get", body)) == []
