"""The simulator as a live service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.simulator import Simulator
from support.servers.live_service import Live


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """Return a function that starts a simulator as the live service."""
    running: list[Simulator] = []

    def start(**options: Any) -> Live:
        simulator = Simulator(**options)
        simulator.start()
        running.append(simulator)
        return Live(simulator, monkeypatch, tmp_path / "probe")

    yield start
    for simulator in running:
        simulator.stop()
