"""The pytest plugin that collects the reports of the suite's tests, and can stop the suite."""

from __future__ import annotations

import os
import time

import pytest

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.reports import attached
from marketplace_contracts.run.results import Results

LOST = "A process of the check ended unexpectedly."
PAUSE = 2.0
"""Seconds between two lines of progress."""


class Collector:
    """Receives the report of each test, from this process or from workers of pytest-xdist.

    Args:
        results: What the reports are added to.
        progress: Whether to print lines of progress on the error stream.
    """

    def __init__(self, results: Results, *, progress: bool = False) -> None:
        self.results = results
        self._reason = ""
        self._began = self._printed = time.monotonic()
        # a duplicate, because pytest replaces the error stream
        self._screen = os.fdopen(os.dup(2), "w") if progress else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add the results of a test."""
        results, reason = attached(report)
        if results is not None:
            self.results.add(results)
            self._progress(report.nodeid)
        elif report.failed and not reason:  # how pytest-xdist reports a worker that died
            reason = LOST
        if reason:
            self._stop(reason)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the reason if a file of the suite cannot be collected."""
        if report.failed:
            lines = str(report.longrepr).strip().splitlines()
            self._reason = f"The suite could not be run: {lines[-1].strip() if lines else report}."

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, error: object) -> None:
        """Note a worker that ended before its tests were done."""
        if error and not self.results.interrupted:
            self._reason = self._reason or LOST

    def pytest_internalerror(self, excrepr: object) -> None:
        """Keep the reason if pytest itself fails."""
        lines = str(excrepr).strip().splitlines()
        self._reason = self._reason or f"The suite could not be run: {lines[-1].strip()}."

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note an interruption by the user."""
        if type(excinfo.value) is KeyboardInterrupt:
            self.results.interrupted = True

    def see_complete(self, code: int, printed: str) -> None:
        """Fail unless the suite ran to its end or was interrupted by the user.

        A run that checked nothing must never look like a contract that is kept.

        Raises:
            CannotRun: The suite stopped for another reason.
        """
        if self._screen:
            self._screen.close()
        if self._reason:
            raise CannotRun(self._reason)
        fine = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if code in fine or self.results.interrupted:
            return
        last = next((line for line in reversed(printed.splitlines()) if line.strip()), "")
        raise CannotRun(f"The suite could not be run: {last.strip()}.")

    def _stop(self, reason: str) -> None:
        self._reason = self._reason or reason
        pytest.exit(reason, returncode=pytest.ExitCode.INTERRUPTED)

    def _progress(self, nodeid: str) -> None:
        if not self._screen or time.monotonic() - self._printed < PAUSE:
            return
        self._printed = time.monotonic()
        part = nodeid.partition("::")[0].removeprefix("test_suite_").removesuffix(".py")
        seconds = self._printed - self._began
        self._screen.write(
            f"  {part}: {self.results.interactions} interactions after {seconds:.1f} s\n"
        )
        self._screen.flush()
