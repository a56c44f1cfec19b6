"""Promises about any request; schemathesis generates them."""

from __future__ import annotations

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.reports import see_none


def test_operation(check_run: CheckRun, operation: Operation) -> None:
    """Whatever schemathesis sends to this operation, each response keeps its promises."""
    see_none(check_run.fuzz(operation))


def test_links(check_run: CheckRun) -> None:
    """Along the links from operation to operation, each response keeps its promises."""
    see_none(check_run.follow_links())
