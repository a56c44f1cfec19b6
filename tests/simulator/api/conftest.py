"""A client of a simulator that the tests of a module share without changing it.

Modules whose tests change the world redefine `api`, with a simulator for each test.
"""

from collections.abc import Iterator

import pytest
from support.simulator_api import Api, simulated


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """Start a simulator and return a client of it."""
    with simulated() as client:
        yield client
