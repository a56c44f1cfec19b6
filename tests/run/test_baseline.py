"""Findings that are accepted for a while."""

import textwrap
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run import baseline
from marketplace_contracts.run.baseline import Entry
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Finding
from support.harness import contract

BOMB = b"".join(b"- &%c [%s]\n" % (98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9))
"""Ten lines of aliases within aliases, after one that is called `a`."""
DAY = date(2027, 1, 31)
REASON = "The gateway cuts pages during the move."
WHOLE = {"operation": "orders.list", "check": "c", "reason": REASON, "expires": DAY}


def found(operation: str = "orders.list", check: str = "c", promise: str = "p") -> Finding:
    """A finding."""
    return Finding(operation, check, promise, "#/x", 1, "came", "curl", "test")


def entry(promise: str = "") -> Entry:
    """An entry for it."""
    return Entry("orders.list", "c", REASON, DAY, promise)


def written(folder: Path, *entries: object) -> Path:
    """A file of entries."""
    path = folder / "accepted.yaml"
    path.write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    return path


@pytest.mark.parametrize("promise", ["", "p"])
def test_an_entry_takes_its_finding_out_until_its_day(promise: str) -> None:
    """On its last day an entry still holds."""
    verdict = baseline.sort_out([found()], [entry(promise)], DAY)
    assert (verdict.failures, len(verdict.accepted), verdict.expired) == ([], 1, [])


def test_after_its_day_a_finding_counts_again() -> None:
    """An expired entry accepts nothing and is reported."""
    verdict = baseline.sort_out([found()], [entry()], date(2027, 2, 1))
    assert (verdict.failures, verdict.expired) == ([found()], [entry()])


@pytest.mark.parametrize(
    "other",
    [found(operation="orders.get"), found(check="d"), found(promise="q")],
    ids=["operation", "check", "promise"],
)
def test_an_entry_covers_nothing_else(other: Finding) -> None:
    """Another operation, check or promise still counts, and the entry is reported as unused."""
    verdict = baseline.sort_out([other], [entry("p")], DAY)
    assert (verdict.failures, verdict.unused) == ([other], [entry("p")])


def test_a_file_is_read(tmp_path: Path) -> None:
    """The entries of a file are applied."""
    assert baseline.load_entries(written(tmp_path, WHOLE | {"promised": "p"})) == [entry("p")]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({**WHOLE, "reason": None}, "lacks reason"),
        ({**WHOLE, "expires": None}, "lacks expires"),
        ({**WHOLE, "reason": "ok"}, "needs a reason in words"),
        ({**WHOLE, "expires": "soon"}, "must be a day"),
        ({**WHOLE, "until": "x"}, "has until"),
        ("words", "must name"),
    ],
    ids=["no-reason", "no-day", "short-reason", "no-date", "unknown-word", "no-entry"],
)
def test_an_entry_needs_a_reason_and_a_last_day(wrong: object, told: str, tmp_path: Path) -> None:
    """Nothing is accepted without both; the sentence names the entry."""
    with pytest.raises(CannotRun, match=f"entry 2.*{told}"):
        baseline.load_entries(written(tmp_path, WHOLE, wrong))


def test_a_file_that_cannot_be_read_is_no_empty_file(tmp_path: Path) -> None:
    """A wrong name or a broken file stops the check, instead of accepting nothing in silence."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", encoding="utf-8")
    for path in (broken, tmp_path / "missing.yaml"):
        with pytest.raises(CannotRun, match=path.name):
            baseline.load_entries(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"- {operation: a, check: b, reason: long enough words, expires: 2027-02-30}", "a day"),
        (b"- {operation: a, check: b, reason: long enough words, expires: 2027}", "must be text"),
        (b"- {operation: [a], check: b, reason: long enough words, expires: x}", "operation must"),
        (b"- {operation: a, check: b, reason: long enough words, 3: x, expires: x}", "has 3"),
        (b"\x00\x01\x02", "not valid YAML"),
        ("- {reason: Gr\u00fcnde}".encode("latin-1"), "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"- !!binary aGFsbG8=", "JSON cannot hold"),
        (b"- !!timestamp nonsense", "its tag does not allow"),
        (b"- !!int words", "its tag does not allow"),
        (b"- !!python/object/apply:os.system [x]", "not valid YAML"),
        (b"- .nan", "JSON cannot hold"),
        (b'- "\\ud800"', "accepted.yaml"),
        (b"- &a [*a]", "contains itself"),
        (b"- &a [1,1,1,1,1,1,1,1,1,1]\n" + BOMB, "too large"),
        (b"- ? [a, b]\n  : c", "not valid YAML"),
        (b"- true: c", "lacks operation"),
        (b"- !!binary YQ==: c", "key that is not text"),
        (b"just words", "list of entries"),
    ],
)
def test_no_content_of_the_file_is_a_crash(content: bytes, told: str, tmp_path: Path) -> None:
    """With any content of the file, one sentence names it and says what is wrong."""
    path = tmp_path / "accepted.yaml"
    path.write_bytes(content)
    with pytest.raises(CannotRun, match=told) as caught:
        baseline.load_entries(path)
    assert str(caught.value).startswith("accepted.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "partial",
    [
        {"parts": ("sequences",)},
        {"shard": (1, 2)},
        {"only": ("orders.list",)},
        {"interrupted": True},
    ],
    ids=lambda partial: next(iter(partial)),
)
def test_a_partial_run_calls_no_entry_unused(partial: dict[str, Any], tmp_path: Path) -> None:
    """What was not checked may still be there: its entry is not reported as unused."""
    path = written(tmp_path, WHOLE | {"expires": "2999-01-01"})
    results = results_with()
    results.interrupted = bool(partial.get("interrupted"))
    changed = {name: value for name, value in partial.items() if name != "interrupted"}
    baseline.judge(results, replace(CheckSettings(accepted=path), **changed), DAY)
    assert list(results.skipped) == []


def results_with(*findings: Finding) -> Results:
    """Results with findings."""
    results = Results(contract())
    for one in findings:
        results.findings.add(one)
    return results


def test_what_is_accepted_becomes_a_notice_with_its_reason(tmp_path: Path) -> None:
    """A check with only an accepted finding passes, and says until when and why."""
    path = written(tmp_path, WHOLE | {"expires": date(2999, 1, 1)})
    results = results_with(found(), found(check="d"))
    baseline.judge(results, CheckSettings(accepted=path), DAY)
    assert [one.check for one in results.findings.failures] == ["d"]
    assert [REASON in one.observed for one in results.findings.notices] == [True]


def test_entries_that_have_run_out_or_are_idle_are_reported(tmp_path: Path) -> None:
    """Nothing stays in the list unseen."""
    path = written(tmp_path, WHOLE, WHOLE | {"operation": "plans.get"})
    results = results_with(found())
    baseline.judge(results, CheckSettings(accepted=path), date(2027, 2, 1))
    assert len(results.findings.failures) == 1
    assert [line.partition(": ")[2] for line in results.skipped] == [
        "its acceptance expired 2027-01-31",
        "accepted, but no longer found",
    ]


@pytest.mark.parametrize("strict", [False, True])
def test_a_strict_check_takes_notices_for_failures(strict: bool) -> None:
    """An addition counts only with --strict."""
    results = results_with(replace(found(), notice=True))
    baseline.judge(results, CheckSettings(strict=strict), DAY)
    assert len(results.findings.failures) == strict


def test_our_own_list_can_be_read() -> None:
    """The repository's list is well-formed."""
    path = baseline.default_path()
    assert path is not None
    assert isinstance(baseline.load_entries(path), list)


def test_advice_gives_an_entry_to_start_from() -> None:
    """The entry that is printed becomes valid once reason and day are filled in."""
    text = baseline.advice([found(promise='says "x": y')])
    start = textwrap.dedent(text[text.index("      - operation") :])
    filled = start.replace("reason: ", f"reason: {REASON}").replace(
        "expires: ", "expires: 2027-01-31"
    )
    (made,) = yaml.safe_load(filled)
    assert (made["operation"], made["check"], made["promised"]) == (
        "orders.list",
        "c",
        'says "x": y',
    )
    assert baseline.advice([]) == ""
