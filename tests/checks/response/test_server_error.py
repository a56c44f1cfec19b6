"""`server_error` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made
from support.interactions import ERROR, ROWS, conflict, customers

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        conflict(ERROR | {"status": 500, "message": "An open order CH1 blocks it"}),
        conflict(ERROR | {"status": 500, "message": "Internal Server Error"}),
        "names the business reason",
    ),
    (
        customers(ROWS),
        made("customers.list", ERROR | {"status": 500}, status=500),
        "never returns 500",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("server_error", good) == []
    found = look("server_error", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
