"""docs/facts.md: each mark in the source and in the spec refers to a fact that is there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from marketplace_contracts.paths import spec_path

ROOT = Path(__file__).parents[2]
REGISTER = (ROOT / "docs/facts.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([A-H][\d.]+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
SECTION = re.compile(r"^#+ ([A-H]\d*)\. ", re.MULTILINE)
NUMBERS = r"[A-H]\d+(?:\.\d+)?(?:[\s#]*(?:,|and|to)[\s#]+[A-H]\d+(?:\.\d+)?)*"
MARK = re.compile(rf"\bfacts?[\s#]+({NUMBERS})")
NUMBER = re.compile(r"[A-H]\d+(?:\.\d+)?")
LEVELS = {"documented", "observed", "inferred"}


def known() -> set[str]:
    """Return the numbers of all facts and of their sections."""
    return {number for number, *_ in ROW.findall(REGISTER)} | set(SECTION.findall(REGISTER))


def marks(text: str) -> Iterator[str]:
    """Yield each number that a text refers to as a fact."""
    for found in MARK.findall(text):
        yield from NUMBER.findall(found)


def sources() -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the repository that can hold marks."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".jinja", ".toml", ".jsonl"}:
            yield name, path.read_text(encoding="utf-8")


def evidence(value: object) -> Iterator[str]:
    """Yield each `x-evidence` of the description."""
    if isinstance(value, dict):
        if isinstance(found := value.get("x-evidence"), str):
            yield found
        for inner in value.values():
            yield from evidence(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from evidence(inner)


def test_each_fact_has_number_level_and_source() -> None:
    """Numbers are unique, and each row has a level of knowledge and a kind of source."""
    rows = ROW.findall(REGISTER)
    numbers = [number for number, *_ in rows]
    assert len(numbers) > 200
    assert len(numbers) == len(set(numbers))
    assert len(numbers) == len(re.findall(r"^\| [A-H]\d", REGISTER, re.MULTILINE))
    for number, fact, level, source in rows:
        levels = {word.partition(" ")[0] for word in level.split(", ")}
        assert levels <= LEVELS, number
        assert source.strip(), number
        assert fact.rstrip("* ")[-1] in ".)", number


def test_marks_resolve() -> None:
    """Each "(facts X9)" in the repository refers to a number of the register."""
    facts = known()
    dead = [(name, mark) for name, text in sources() for mark in marks(text) if mark not in facts]
    assert dead == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what happens (facts E8, F2).", ["E8", "F2"]),
        ("# of a report (facts C1 to\n# C10)", ["C1", "C10"]),
        ("facts E14.3 and C7.1", ["E14.3", "C7.1"]),
        ("artefacts B1", []),
    ],
)
def test_marks_are_found_however_they_are_written(text: str, found: list[str]) -> None:
    """Lists, ranges, line breaks and numbers with a dot are read."""
    assert list(marks(text)) == found


def test_evidence_resolves() -> None:
    """Each `x-evidence` names a level and, in brackets, facts of the register."""
    found = list(evidence(yaml.safe_load(spec_path().read_text(encoding="utf-8"))))
    assert len(found) > 50
    for each in found:
        level, _, numbers = each.partition(" (")
        assert level in LEVELS, each
        named = numbers.removesuffix(")").split(", ")
        assert set(named) <= known(), each
