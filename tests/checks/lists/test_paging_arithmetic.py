"""`paging_arithmetic` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made, page
from support.interactions import ROWS, customers

CASES: list[tuple[Interaction, Interaction, str]] = [
    (customers(ROWS, limit=2), customers(ROWS, limit=1), "no more rows"),
    (customers(ROWS), customers(ROWS, 9), "full while more rows remain"),
    (customers(ROWS), customers(ROWS, 1), "the total counts every row"),
    (customers(ROWS), customers([ROWS[0]] * 2), "no row is twice"),
    (
        customers(ROWS[:1], 3, limit=1, offset=2),
        made("customers.list", page(ROWS[:1], 0, 1, 3), query={"offset": 2, "limit": 1}),
        "echoes the requested offset",
    ),
    (
        made("customers.list", page(ROWS, limit=500), query={"limit": 800}),
        made("customers.list", page(ROWS, limit=100), query={"limit": 200}),
        "echoes the requested limit",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("paging_arithmetic", good) == []
    found = look("paging_arithmetic", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
