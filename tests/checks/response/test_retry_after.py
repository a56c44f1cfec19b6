"""`retry_after` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made
from support.interactions import CORRELATION

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        made("plans.list", status=429, headers=CORRELATION | {"Retry-After": "30"}),
        made("plans.list", status=429, headers=CORRELATION | {"Retry-After": "soon"}),
        "seconds or a date",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("retry_after", good) == []
    found = look("retry_after", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
