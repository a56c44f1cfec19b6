"""Promises kept by what was recorded; needs neither key nor network."""

from __future__ import annotations

from pathlib import Path

import pytest
from marketplace_contracts.recording.replay import cassettes, cover, replay
from marketplace_contracts.report.text import told
from marketplace_contracts.run.check_run import Session


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in cassettes()])
def test_cassette(session: Session, path: Path) -> None:
    """The exchanges keep their promises, and the client reads them as when they were recorded."""
    found = replay(path, session.ledger)
    assert not found, told(found)


def test_cassettes_call_every_operation(session: Session) -> None:
    """No operation is without a cassette."""
    found = cover(cassettes(), session.ledger)
    assert not found, told(found)
