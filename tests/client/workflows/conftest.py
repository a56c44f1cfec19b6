"""A small world, a client of it, and a store of intents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_marketplace import Marketplace
from cloud_marketplace._workflows.intent_store import SqliteIntents
from marketplace_contracts.simulator import Simulator
from support.working_clients import client_of


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A small world for one test."""
    with Simulator(seed=3) as running:
        yield running


@pytest.fixture
def mp(simulator: Simulator) -> Iterator[Marketplace]:
    """A client of it, in its time."""
    with client_of(simulator) as client:
        yield client


@pytest.fixture
def store(tmp_path: Path) -> SqliteIntents:
    """A store in a folder that does not exist yet."""
    return SqliteIntents(tmp_path / "new" / "intents.sqlite3")
