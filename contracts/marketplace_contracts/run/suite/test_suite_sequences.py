"""Promises about several calls."""

from __future__ import annotations

from marketplace_contracts.checks.registry import SequenceCheck
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.reports import see_none


def test_sequence(check_run: CheckRun, check: SequenceCheck, operation: Operation) -> None:
    """The service keeps this promise of this operation over several calls."""
    see_none(check_run.drive(check, operation))
