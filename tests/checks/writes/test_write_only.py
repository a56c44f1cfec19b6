"""`write_only` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made
from support.interactions import CONTACT, FULL

CASES: list[tuple[Interaction, Interaction, str]] = [
    (
        made("customers.get", FULL | {"contactPersons": [CONTACT]}),
        made("customers.get", FULL | {"contactPersons": [CONTACT | {"password": "Abc123!"}]}),
        "password is write-only",
    ),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("write_only", good) == []
    found = look("write_only", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
