"""`whole_numbers` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        made("auth.token", {"token": "opaque", "expiresInSeconds": 1500}),
        made("auth.token", {"token": "opaque", "expiresInSeconds": 1500.0}),
        "expiresInSeconds is a whole number",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("whole_numbers", good) == []
    found = look("whole_numbers", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
