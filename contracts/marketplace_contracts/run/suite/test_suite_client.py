"""Promises of the client for any arguments and any response."""

from __future__ import annotations

import pytest
from marketplace_contracts.client_conformance import PROMISES
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.reports import see_none


@pytest.mark.parametrize("promise", PROMISES)
def test_client(check_run: CheckRun, promise: str, operation: Operation) -> None:
    """The client sends its arguments, and reads responses, without loss."""
    see_none(check_run.conform(promise, operation))
