"""The command `probe`: it shows its plan and asks before it calls a live service."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.paths import REPOSITORY
from marketplace_contracts.simulator import Simulator


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Return the address of a simulator that acts as the live service."""
    monkeypatch.chdir(tmp_path)
    with Simulator() as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        yield simulator.base_url.replace("127.0.0.1", "localhost")


def test_without_a_terminal_it_needs_yes(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal the plan is shown, nothing is called, and one sentence says why."""
    assert main(["probe", "--target", url, "--calls", "45"]) == 2
    plan, *said = capsys.readouterr().err.splitlines()
    assert plan.startswith("About 45 of ")
    assert plan.endswith(f"calls to {url}, read only: about 2 minutes.")
    assert len(said) == 1
    assert "--yes" in said[0]
    assert list(tmp_path.iterdir()) == []


def test_a_probe_from_the_command_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --yes it starts, and leaves its folder; the address comes from the environment too."""
    rate = ["--rate", "60000/min", "--yes", "--format", "json"]
    assert main(["probe", "--target", url, "--calls", "4", *rate]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["calls"] == 4
    assert {"judged", "not_judged", "more_calls", "findings", "skipped"} <= told.keys()
    names = {path.name for path in (tmp_path / "probe").iterdir()}
    assert {"state.json", "cassettes", "findings.json", "junit.xml", "summary.md"} <= names
    assert main(["probe", "--calls", "2", "--report", "other", *rate]) == 0


def test_bad_settings_are_one_sentence(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing setting, an unknown operation and nothing to resume end with 2 and a sentence."""
    assert main(["probe", "--target", url, "--only", "orders.lst"]) == 2
    assert "orders.list" in capsys.readouterr().err
    assert main(["probe", "--target", url, "--resume"]) == 2
    assert "holds no probe to resume" in capsys.readouterr().err
    monkeypatch.delenv("MARKETPLACE_BASE_URL")
    assert main(["probe", "--yes"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_commands_of_the_page_run(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The probes of the page about a changed API run one after the other, as they stand there."""
    page = (REPOSITORY / "docs" / "when-the-api-changes.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("marketplace-contracts probe")]
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line.replace("$MARKETPLACE_BASE_URL", url))[1:]
        quick = ["--rate", "60000/min", "--only", "plans.list", "--only", "plans.get", "--yes"]
        assert main([*words, *quick]) == 0
    said = capsys.readouterr().out
    assert "Continue with --resume --report probe." in said
    assert "after 20 before" in said
