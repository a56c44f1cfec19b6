"""`no_secret` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC
from support.interactions import ROWS, customers

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        customers(ROWS),
        customers([ROWS[0] | {"name": "the-key-of-the-caller"}]),
        "does not repeat the caller's credentials",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("no_secret", good) == []
    found = look("no_secret", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
