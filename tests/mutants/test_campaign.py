"""A campaign of mutants: drawn by seed, tried in processes of their own, judged with reasons."""

import pytest
from marketplace_contracts.mutants import __main__ as mutants_main
from marketplace_contracts.mutants import campaign
from marketplace_contracts.mutants.campaign import (
    LIST,
    Judged,
    Tried,
    all_changes,
    draw,
    judged,
    lines_of,
    path_of,
    source_of,
    try_one,
)
from marketplace_contracts.mutants.changes import SourceChange
from marketplace_contracts.mutants.report import survivor_text, totals


def test_the_same_seed_draws_the_same_mutants() -> None:
    """A campaign can be repeated, and another seed is another campaign."""
    assert draw(5, 12) == draw(5, 12)
    assert draw(5, 12) != draw(6, 12)
    assert len(set(draw(5, 40))) == 40


def test_a_mutant_is_noticed_by_the_check_that_is_about_it() -> None:
    """A service that renames a property is caught by a check, in a process of its own."""
    known = [one for kind in all_changes().values() for one in kind]
    change = next(
        one for one in known if '"renewalStatusX"' in one.new or "renewalStatusX" in one.new
    )
    tried = try_one(change, 1)
    assert tried.noticed, tried.found
    assert "crash" not in tried.found, tried.found


def test_a_check_that_fails_without_a_mutant_ends_the_campaign(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the check fails by itself no mutant is noticed by it: nothing can be said, code 2."""

    def fails(change: SourceChange, seed: int) -> Tried:
        assert change.apply(source_of(change)) == source_of(change), seed
        return Tried(change, {"usual_shown": 1})

    monkeypatch.setattr(campaign, "try_one", fails)
    monkeypatch.setattr("sys.argv", ["mutants", "--seed", "7"])
    assert mutants_main.main() == 2
    assert "the check fails without any mutant: usual_shown" in capsys.readouterr().err


def test_survivors_are_printed_as_a_diff_and_counted() -> None:
    """A survivor is shown with its file and lines; one of no consequence does not count."""
    change = draw(5, 1)[0]
    survivor, caught = Tried(change, {}), Tried(change, {"body_schema": 1})
    text = survivor_text(survivor)
    assert text.startswith(f"--- simulator/{path_of(change)}")
    assert totals([survivor, caught], Judged(()))[1] == 50.0
    old, new = lines_of(change)
    entry = {"file": path_of(change), "old": old, "new": new, "reason": "because"}
    words, share = totals([survivor, caught], Judged((entry,)))
    assert (words, share) == (
        "1 of 1 mutants noticed (100 %), 1 more without effect outside",
        100,
    )


@pytest.mark.parametrize("entry", judged().entries)
def test_what_was_judged_still_is_there(entry: dict[str, str]) -> None:
    """Each entry of the list names a line of the simulator and a reason in words."""
    assert len(entry["reason"]) > 20
    lines = (LIST.parents[1] / "simulator" / entry["file"]).read_text(encoding="utf-8").splitlines()
    assert entry["old"].strip() in {line.strip() for line in lines}
