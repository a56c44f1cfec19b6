"""The results of one test, carried by pytest's test report to the runner."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

from marketplace_contracts.report.text import lines_of
from marketplace_contracts.traffic.finding import Finding

RESULTS, REASON = "check_results", "check_stopped"
"""Attributes of a report; pytest-xdist transfers plain values between processes."""


def attach(report: pytest.TestReport, results: dict[str, Any], reason: str) -> None:
    """Attach the results of a test, and the reason if nothing more can be checked."""
    vars(report)[RESULTS], vars(report)[REASON] = results, reason


def attached(report: pytest.TestReport) -> tuple[dict[str, Any] | None, str]:
    """Return what `attach` attached."""
    return vars(report).get(RESULTS), vars(report).get(REASON, "")


def see_none(findings: list[Finding]) -> None:
    """Fail the test if there is a finding; its text is the message, without a traceback."""
    if findings:
        _fail(lines_of(findings))


def _fail(text: str) -> NoReturn:
    pytest.fail(text, pytrace=False)
