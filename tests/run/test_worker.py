"""Tests of the processes that share a check."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from marketplace_contracts.description.spec import load
from marketplace_contracts.run import runner, worker
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.contract import Contract

SHARED = CheckSettings(processes=2)


def test_a_worker_that_is_told_nothing_stops_quietly(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever was stopped before it could say what to check leaves no traceback behind."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert worker.main([str(tmp_path / "0.json")]) == runner.INTERRUPTED
    assert capfd.readouterr() == ("", "")


def test_a_worker_that_nobody_waits_for_stops_quietly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that is gone means that the check was stopped."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(SHARED.to_json()))
    monkeypatch.setattr(worker, "run_here", lambda *_: Results(Contract(load())))
    assert worker.main([str(tmp_path / "gone" / "0.json")]) == runner.INTERRUPTED


def test_an_interruption_while_starting_ends_every_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However early a check is stopped, none of its processes stays behind."""
    started: list[subprocess.Popen[str]] = []

    def interrupted(process: subprocess.Popen[str], _: CheckSettings) -> None:
        started.append(process)
        if len(started) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(runner, "_tell", interrupted)
    with pytest.raises(KeyboardInterrupt):
        runner.check(SHARED)
    assert [process.poll() is None for process in started] == [False, False]
