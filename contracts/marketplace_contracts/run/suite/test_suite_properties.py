"""Promises about whatever may be sent."""

from __future__ import annotations

import pytest
from marketplace_contracts.report.text import told
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.settings import PHASES


@pytest.mark.parametrize("phase", PHASES)
def test_phase(check_run: CheckRun, phase: str) -> None:
    """Whatever schemathesis sends in this phase, each answer keeps its promises."""
    found = check_run.phase(phase)
    check_run.say(phase)
    assert not found, told(found)
