"""Campaigns are kept beside a report, and the next report shows them."""

from pathlib import Path

import pytest
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report import files
from marketplace_contracts.report.campaigns import DRIFTS, MUTANTS, Campaign, keep, kept
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from support.harness import contract

OUTCOME = Campaign(7, 12, 13, ["not caught  paging.<b>: total is lost"], {"paging": (4, 5)})


def test_the_page_shows_the_latest_campaigns(tmp_path: Path) -> None:
    """Figures, groups and what was missed stand on the page, as text."""
    keep(tmp_path, DRIFTS, OUTCOME)
    keep(tmp_path, MUTANTS, Campaign(8, 9, 9, []))
    files.prepare(tmp_path)
    files.write(tmp_path, Results(contract()), CheckSettings(), 1.0)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("12 of 13 noticed", "paging 4/5", "paging.&lt;b&gt;", "9 of 9 noticed"):
        assert words in text
    assert "None was missed" in text


def test_a_report_without_campaigns_has_no_such_part(tmp_path: Path) -> None:
    """Without a campaign the page does not speak of them."""
    files.prepare(tmp_path)
    files.write(tmp_path, Results(contract()), CheckSettings(), 1.0)
    assert "What the check notices" not in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": 1}', "[" * 100_000, "\x00"])
def test_a_damaged_campaign_is_left_out(tmp_path: Path, text: str) -> None:
    """A damaged file does not stop the report."""
    (tmp_path / DRIFTS).write_text(text)
    assert kept(tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A report folder that is a file is one sentence."""
    (tmp_path / "reports").write_text("")
    with pytest.raises(CannotRun, match=r"--report .*reports cannot be written"):
        keep(tmp_path / "reports", DRIFTS, OUTCOME)
