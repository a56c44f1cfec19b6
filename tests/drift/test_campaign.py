"""Campaigns: counting, reports, and one real trial."""

import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from marketplace_contracts.drift import CATALOGUE, __main__, campaign_report, plain_schemathesis
from marketplace_contracts.drift.campaign import CampaignPlan, CampaignResults
from marketplace_contracts.drift.plain_schemathesis import Plain
from marketplace_contracts.drift.trial import Outcome, try_drift
from marketplace_contracts.errors import CannotRun

LOST = CATALOGUE["dropped.row-status-code"]
HARMLESS = CATALOGUE["compatible.row-field"]
CAUGHT = Outcome(LOST.id, {"body_schema": 2}, examples=["orders.list: gone"])
QUIET = Outcome(HARMLESS.id, {}, notices=1)


def results(*outcomes: Outcome, clean: tuple[Outcome, ...] = ()) -> CampaignResults:
    """The results of a campaign."""
    made = CampaignResults(CampaignPlan([CATALOGUE[one.id] for one in outcomes]), clean=list(clean))
    made.drifts.update({one.id: one for one in outcomes})
    return made


def test_what_is_not_promised_counts_neither_way() -> None:
    """A harmless drift that nothing is found of is neither a miss nor a catch."""
    reported = results(CAUGHT, QUIET)
    assert campaign_report.summary(reported).startswith("1/1 caught (100.0 %)\n0 false alarms")
    assert "noticed: an addition breaks no caller" in campaign_report.table(reported)


def test_a_miss_is_reported() -> None:
    """A drift that is promised and not found is a miss; so is one that only stops the check."""
    for missed in (replace(CAUGHT, caught_by={}), replace(CAUGHT, caught_by={}, stopped="Why.")):
        reported = results(missed)
        assert [one.id for one in reported.missed] == [LOST.id]
        assert LOST.what in campaign_report.misses(reported)
        assert "0/1 caught" in campaign_report.summary(reported)


def test_alarms_without_a_reason_are_reported() -> None:
    """A clean run with a finding and a harmless drift with one are false alarms."""
    clean = Outcome("clean small seed 4", {"usual": 1}, examples=["x"])
    reported = results(replace(QUIET, caught_by={"usual": 1}), clean=(clean,))
    assert len(reported.false_alarms) == 2
    assert "clean small seed 4" in campaign_report.alarms(reported)


def test_the_baseline_has_a_column_and_a_line() -> None:
    """Both columns are in one table, and both counts below it."""
    reported = results(replace(CAUGHT, baseline=False))
    reported.plan = replace(reported.plan, baseline=True)
    assert "0/1 caught by plain schemathesis (0.0 %)" in campaign_report.summary(reported)
    assert "no            body_schema" in campaign_report.table(reported)


def test_a_drift_is_caught_at_its_first_finding() -> None:
    """Tried for real, a lost field is found by the check of bodies, and the run stops there."""
    found = try_drift(LOST, seed=1, examples=1)
    assert found.caught
    assert not found.stopped
    assert "statusCode" in " ".join(found.examples)


def test_the_command_tries_the_named_drifts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One drift, no clean run: exit code 0, a count of one, and no folder is left behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert __main__.main(["--only", LOST.id, "--clean", "0", "--processes", "1"]) == 0
    assert "1/1 caught" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt group must not run nothing and report success."""
    assert __main__.main(["--only", "pageing"]) == 2
    assert capsys.readouterr().err == "--only: no drift and no group is called 'pageing'.\n"


def test_the_catalogue_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names each drift with its reason, and why some are not promised."""
    assert __main__.main(["--list"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(CATALOGUE)
    assert any("Not promised: " in line for line in said)


@pytest.mark.parametrize(("code", "caught"), [(0, False), (1, True)])
def test_plain_schemathesis_is_judged_by_what_is_new(
    code: int, caught: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It gets its findings for a clean service as baseline; its exit code shows new ones."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=code, stdout="", stderr="")

    monkeypatch.setattr(plain_schemathesis.subprocess, "run", run)
    plain = Plain(seed=3, examples=7, known=tmp_path / "known.json")
    assert plain.catches(LOST.fault()) is caught
    (command,) = commands
    assert command[command.index("--max-examples") + 1] == "7"
    assert str(tmp_path / "known.json") in command
    assert "--checks" not in command


def test_plain_schemathesis_that_cannot_run_catches_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A wrong option or a broken file stops the campaign instead of making a column of it."""
    done = SimpleNamespace(returncode=2, stdout="", stderr="no such option")
    monkeypatch.setattr(plain_schemathesis.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(CannotRun, match="no such option"):
        Plain(1, 1, tmp_path / "known.json").catches(LOST.fault())
