"""A check against a description with operations that the simulator does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from marketplace_contracts.checks.registry import SequenceCheck
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Skipped, Violation
from support.descriptions.new_operations import NEW, extended, written


def test_new_operations_are_checked_and_reported(tmp_path: Path) -> None:
    """Responses are generated from the schema and reported so; only the client lacks the calls."""
    spec = written(tmp_path, extended())
    results, _ = check(CheckSettings(parts=("sequences", "examples"), only=NEW, spec=spec))
    assert {failure.promise for failure in results.findings.failures} == {
        "the client has a model of the response"
    }
    told = {notice.promise for notice in results.findings.notices if notice.check == "simulated"}
    assert told == {f"generated from its schema, not simulated: {name}" for name in NEW}
    for column in ("body", "paging", "sort", "filter", "detail"):
        assert results.passed["shelves.list", column] > 0


@pytest.mark.parametrize("name", NEW)
def test_what_generated_responses_cannot_keep_is_a_notice(tmp_path: Path, name: str) -> None:
    """A promise over several calls that no schema can keep says nothing of a service."""
    run = CheckRun(CheckSettings(spec=written(tmp_path, extended())))
    operation = run.contract.spec.operations[name]

    def drive(*_: object) -> list[Violation]:
        return [Violation("what is written is kept", "nothing", operation.pointer)]

    def skip(*_: object) -> list[Violation]:
        raise Skipped("there is nothing")

    try:
        for one in (drive, skip):
            about = (one.__name__, "write", "", lambda *_: True)
            trial = SequenceCheck(*about, effects=frozenset(), clock=False, drive=one)
            assert run.drive(trial, operation) == []
        (found,) = [f for f in run.results.findings if f.check == "drive"]
        assert found.notice
        assert not run.results.findings.failures
    finally:
        run.close()
