"""Changes of a source text: each kind is found, stays valid Python, and changes one thing."""

import ast

import pytest
from marketplace_contracts.mutants.changes import KINDS, changes

SOURCE = b'''"""A module."""

from __future__ import annotations

LIMIT: int = 3


def charge(count: int, name: str = "line") -> int | None:
    """Charge for some."""
    if count > LIMIT and name in ("line", "text"):
        raise ValueError(f"{count} is {name}")
    total = (count + 1) * 2
    print(total)
    return total if total else None
'''
EXPECTED = {
    "comparison": {"count >= LIMIT", "name not in ("},
    "operator": {"count - 1", ") + 2"},
    "condition": {"> LIMIT or name", "if not (count", "if not (total)"},
    "text": {'"lineX"', "'lineX'", "'textX'"},
    "number": {"= 4", "+ 2)", "* 3"},
    "statement": {"        pass", "    pass", "    return None"},
}


def mutants(kind: str) -> list[str]:
    """Return the sources of all mutants of a kind."""
    found = [one for one in changes("m", SOURCE) if one.kind == kind]
    return [one.apply(SOURCE).decode() for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_change_is_made(kind: str) -> None:
    """A module with something of each kind has mutants of each kind."""
    texts = mutants(kind)
    assert texts
    for expected in EXPECTED[kind] - {'"lineX"'}:
        assert any(expected in text for text in texts), expected


def test_each_mutant_is_another_program() -> None:
    """No two mutants are the same, all of them can be parsed, and none is the original."""
    sources = [one.apply(SOURCE) for one in changes("m", SOURCE)]
    assert len(set(sources)) == len(sources)
    assert SOURCE not in sources
    for source in sources:
        ast.parse(source)


def test_what_does_nothing_is_left_alone() -> None:
    """Docstrings, annotations, imports and messages of exceptions in f-strings stay."""
    for one in changes("m", SOURCE):
        text = one.apply(SOURCE).decode()
        assert '"""A module."""' in text
        assert "count: int, name: str" in text
        assert "from __future__ import annotations" in text


def test_lines_are_those_of_the_source() -> None:
    """A change has the line that it is on, also after text that is not ASCII."""
    source = 'NAME = "äöü"\nLIMIT = 3 + 4\n'.encode()
    found = {one.kind: one for one in changes("m", source)}
    assert found["operator"].line == 2
    assert found["operator"].apply(source).decode().endswith("3 - 4\n")
