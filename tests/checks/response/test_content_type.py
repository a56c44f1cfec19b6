"""`content_type` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made
from support.interactions import ROWS, customers

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        customers(ROWS),
        made("customers.list", raw=b"<p>", headers={"Content-Type": "text/html"}),
        "a 200 is application/json",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("content_type", good) == []
    found = look("content_type", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
