"""The lists of what does not keep a house rule yet only shrink; marks have reasons."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.structure import ROOT, RULES

SOURCES = ("client", "contracts", "tests", "bench", "examples")
MARK = re.compile(r"# (noqa|type: ignore|pragma)\b")
REASON = r"(?!as above|the same\b|that is the point)\w\S* ?\w"
REASONED = re.compile(rf"# (noqa: [A-Z]+\d+ - |type: ignore\[[a-z-]+\]  # ){REASON}")
CHECKED_TYPES = ("client", "contracts")
"""What mypy looks at; elsewhere a mark for it has no effect."""


def marks() -> Iterator[tuple[str, str]]:
    """Yield each comment that switches a rule off, with its file and line."""
    for path in (path for folder in SOURCES for path in (ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        if MARK.search(text):
            yield from _marks_in(path, text)


def _marks_in(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and MARK.search(token.string):
            yield f"{path.relative_to(ROOT)}:{token.start[0]}", token.string


@pytest.mark.parametrize("rule", RULES)
def test_each_exception_is_needed(rule: str) -> None:
    """An entry of a list in `support/structure.py` that is no longer needed must be deleted."""
    find, allowed = RULES[rule]
    idle = allowed - find()
    assert not idle, f"{rule}: no longer needed in the list: {'; '.join(sorted(idle))}"


def test_each_mark_has_its_reason() -> None:
    """Where a rule is switched off for a line, the same line says which one and why."""
    found = dict(marks())
    assert len(found) > 50
    assert {place: mark for place, mark in found.items() if not REASONED.match(mark)} == {}


def test_marks_for_mypy_are_where_mypy_looks() -> None:
    """Tests and measurements are not type-checked, so they have no marks for it."""
    assert [
        place
        for place, mark in marks()
        if "type: ignore" in mark and not place.startswith(CHECKED_TYPES)
    ] == []
