"""The registry of checks: every check has its own file, and tests beside it."""

from pathlib import Path

import marketplace_contracts.checks as room
import pytest
from marketplace_contracts.checks import interaction_checks, sequence_checks
from support.harness import contract

CHECKS = {**interaction_checks(), **sequence_checks()}
SOURCE, TESTS = Path(room.__file__).parent, Path(__file__).parent


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_has_a_file_and_tests(name: str) -> None:
    """A check is in the file of its name, and its tests, with faults, in the mirrored one."""
    (source,) = SOURCE.glob(f"*/{name}.py")
    tests = TESTS / source.parent.name / f"test_{name}.py"
    text = tests.read_text(encoding="utf-8")
    assert f'"{name}"' in text
    assert "FAULTS" in text or "CASES" in text or "monkeypatch" in text


def test_checks_have_a_line_to_print() -> None:
    """Each check has a summary of one line."""
    assert all(check.summary.endswith(".") for check in CHECKS.values())


def test_each_pointer_is_in_the_description() -> None:
    """The pointers that the checks of orders and reports use exist."""
    known = contract()
    for component, name in (
        ("Order", "status"),
        ("Order", "scheduledOn"),
        ("OrderLine", "quantity"),
        ("Subscription", "status"),
        ("Report", "downloadUrl"),
        ("Token", "expiresInSeconds"),
        ("ServiceError", "correlationId"),
    ):
        pointer = known.pointer_to(component, name)
        assert pointer.endswith(f"/properties/{name}")
        known.spec.follow(pointer)
