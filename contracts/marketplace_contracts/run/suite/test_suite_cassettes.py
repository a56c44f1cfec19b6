"""Promises kept by recorded traffic; needs neither key nor network."""

from __future__ import annotations

from pathlib import Path

import pytest
from marketplace_contracts.recording.replay import cassettes, cover, replay
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.reports import see_none


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in cassettes()])
def test_cassette(check_run: CheckRun, path: Path) -> None:
    """The interactions keep their promises, and the client reads them as when recorded."""
    see_none(replay(path, check_run.results))


def test_cassettes_call_every_operation(check_run: CheckRun) -> None:
    """Each operation has a cassette."""
    see_none(cover(cassettes(), check_run.results))
