"""The progress of a run: how far it is, and how long it will take."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from cloud_marketplace.testing import FakeClock
from marketplace_contracts.run.collector import Collector
from marketplace_contracts.run.reports import attach
from marketplace_contracts.run.results import Results
from support.harness import contract


def report(name: str, when: str) -> Any:
    """Return the report of one phase of a test."""
    made = SimpleNamespace(
        nodeid=f"test_suite_{name}.py::test", when=when, failed=False, user_properties=[]
    )
    if when == "call":
        attach(made, Results(contract()).take(), "")
    return made


def lines(*, progress: bool, tests: int, seconds: float, workers: bool = False) -> list[str]:
    """Return what is printed while 10 tests are collected and some of them run."""
    clock, screen = FakeClock(), io.StringIO()
    collector = Collector(Results(contract()), progress=progress, clock=clock, screen=screen)
    if workers:
        collector.pytest_xdist_node_collection_finished(["id"] * 10)
    else:
        collector.pytest_collection_finish(SimpleNamespace(items=["item"] * 10))
    for _ in range(tests):
        clock.now += seconds
        for when in ("setup", "call", "teardown"):
            collector.pytest_runtest_logreport(report("sequences", when))
    return screen.getvalue().splitlines()


@pytest.mark.parametrize("workers", [False, True])
def test_progress_has_a_total_and_an_estimate(workers: bool) -> None:
    """On a terminal a line has the number of tests done, the total, and the remaining time."""
    found = lines(progress=True, tests=6, seconds=3.0, workers=workers)
    assert found[-1] == ("  sequences: 5 of 10 tests, 0 interactions after 18 s, about 18 s left")
    assert len(found) == 6


def test_a_pipe_gets_a_line_a_minute() -> None:
    """Elsewhere a short run prints nothing, and a long one a line each minute."""
    assert lines(progress=False, tests=6, seconds=9.0) == []
    found = lines(progress=False, tests=8, seconds=20.0)
    assert len(found) == 2
    assert "2 of 10 tests" in found[0]
