"""A client of a new simulator for each test."""

from collections.abc import Iterator

import pytest
from support.simulator_api import Api, simulated


@pytest.fixture
def api() -> Iterator[Api]:
    """Start a simulator and return a client of it."""
    with simulated() as client:
        yield client
