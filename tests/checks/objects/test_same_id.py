"""`same_id` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made
from support.interactions import FULL

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        made("customers.get", FULL, ids={"id": "12"}),
        made("customers.get", FULL, ids={"id": "13"}),
        "the id is that of the path",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("same_id", good) == []
    found = look("same_id", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
