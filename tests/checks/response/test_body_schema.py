"""`body_schema` on valid and invalid responses."""

import pytest
from marketplace_contracts.traffic.interaction import Interaction
from support.check_driving import look
from support.harness import SPEC, made, page
from support.interactions import REPORT, ROWS, customers, error

CASES: list[tuple[Interaction, Interaction, str]] = [
    (customers(ROWS), customers([{"id": "1"}]), "name is always present"),
    (error(), error(timeStamp="yesterday"), "anyOf"),
    (customers(ROWS), customers([ROWS[0] | {"id": 12}]), "id: type string"),
    (
        made("reports.list", page([REPORT])),
        made("reports.list", page([REPORT | {"creationDate": "2026-11-02 08:00"}])),
        "creationDate: format date-time",
    ),
    (customers(ROWS), made("customers.list", raw=b"{"), "the body is JSON"),
]


@pytest.mark.parametrize(("good", "bad", "promise"), CASES, ids=[c[2] for c in CASES])
def test_good_passes_and_bad_does_not(good: Interaction, bad: Interaction, promise: str) -> None:
    """A valid interaction has no finding; an invalid one breaks the promise."""
    assert look("body_schema", good) == []
    found = look("body_schema", bad)
    assert [violation for violation in found if promise in violation.promise], found
    for violation in found:
        SPEC.follow(violation.pointer)
