"""The pytest plugin that collects the reports of the suite's tests, and can stop the suite."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TextIO

import pytest

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.progress import ProgressLines
from marketplace_contracts.run.reports import attached
from marketplace_contracts.run.results import Results

LOST = "A process of the check ended unexpectedly."


class Collector:
    """Receives the report of each test, from this process or from workers of pytest-xdist.

    Args:
        results: What the reports are added to.
        progress: Whether to print progress often; else one line is printed each minute.
        clock: Returns seconds that only increase.
        screen: Where progress is printed; None is the error stream.
    """

    def __init__(
        self,
        results: Results,
        *,
        progress: bool = False,
        clock: Callable[[], float] = time.monotonic,
        screen: TextIO | None = None,
    ) -> None:
        self.results = results
        self._reason = ""
        self._done = self._total = 0
        # a duplicate, because pytest replaces the error stream
        self._screen = screen or os.fdopen(os.dup(2), "w")
        self._lines = ProgressLines(watched=progress, clock=clock, screen=self._screen)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note how many tests there are, if they run in this process."""
        self._total = max(self._total, len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Note how many tests there are, if they run in other processes."""
        self._total = max(self._total, len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add the results of a test."""
        self._done += report.when == "teardown"  # which each test has once, whatever its outcome
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
        part = nodeid.partition("::")[0].removeprefix("test_suite_").removesuffix(".py")
        self._lines.show(
            part, self._done, self._total, "tests", f"{self.results.interactions} interactions"
        )
