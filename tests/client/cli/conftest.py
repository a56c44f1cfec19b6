"""A simulator, and its settings in the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from marketplace_contracts.simulator import Simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """Serve one simulator for all tests of a file."""
    with Simulator() as running:
        yield running


@pytest.fixture(autouse=True)
def environ(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> pytest.MonkeyPatch:
    """Set the settings of the simulator, and no others."""
    for name in list(os.environ):
        if name.startswith("MARKETPLACE_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name, value in simulator.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MARKETPLACE_INTENTS", str(tmp_path / "intents.sqlite"))
    return monkeypatch
