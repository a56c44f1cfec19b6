"""Fixtures of the tests of checks."""

from collections.abc import Iterator

import pytest
from marketplace_contracts.service.api_client import ApiClient
from support.harness import client_of


@pytest.fixture(scope="session")
def sound() -> Iterator[ApiClient]:
    """A client of a simulator without faults."""
    with client_of(seed=2) as api:
        yield api
