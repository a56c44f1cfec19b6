"""Run the check against one drift."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace

from marketplace_contracts.checks.registry import SequenceCheck, sequence_checks
from marketplace_contracts.description.operations import READ_ONLY
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.settings import PHASES, CheckSettings

LOOKING = ("sequences", *PHASES)
"""Parts of the check that call the service; cassettes cannot drift."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one drift or clean run.

    Attributes:
        id: Id of the drift, or name of the clean run.
        caught_by: Number of findings by check.
        stopped: Why the check could not be completed; empty if it was.
        seconds: Duration.
        examples: A few findings in words.
        notices: Number of noticed additions.
        baseline: Whether plain schemathesis reports anything that it does not report of a clean
            service; None if it was not run.
    """

    id: str
    caught_by: dict[str, int]
    stopped: str = ""
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)
    notices: int = 0
    baseline: bool | None = None

    @property
    def caught(self) -> bool:
        """Return whether there is a finding; a check that could not be run has none."""
        return bool(self.caught_by)


def run(name: str, chosen: CheckSettings, *, thorough: bool, first: bool) -> Outcome:
    """Run the check: the quick parts first, the others if those find nothing.

    Args:
        name: Name of the outcome.
        chosen: The settings, with a new fault.
        thorough: Whether to run the phases of schemathesis.
        first: Whether to stop at the first finding.
    """
    began = time.monotonic()
    check_run = CheckRun(chosen)
    stopped = ""
    try:
        check_run.ready()
        _sequences(check_run, first=first)
        if thorough and not _found(check_run):
            _properties(check_run, first=first)
        check_run.close()
    except CannotRun as reason:
        stopped = str(reason)
        check_run.close()
    return replace(_outcome(name, check_run), stopped=stopped, seconds=_since(began))


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)


def _sequences(check_run: CheckRun, *, first: bool) -> None:
    """Run the sequence checks, operation by operation."""
    for check in sorted(sequence_checks().values(), key=_effort):
        for operation in check_run.contract.spec.operations.values():
            if check.concerns(operation, check_run.contract):
                check_run.drive(check, operation)
                if first and check_run.results.findings.failures:
                    return
    check_run.results.close(all_must_succeed=False)


def _effort(check: SequenceCheck) -> tuple[bool, bool, bool, str]:
    """Sort reading before writing, waiting and invalid credentials."""
    writes = bool(check.effects - READ_ONLY)
    return check.clock, writes, check.column == "auth", check.name


def _properties(check_run: CheckRun, *, first: bool) -> None:
    """Run the property tests, operation by operation."""
    for operation in check_run.contract.spec.operations.values():
        if check_run.fuzz(operation) and first:
            return
    check_run.follow_links()


def _found(check_run: CheckRun) -> bool:
    return bool(check_run.results.findings.failures)


def _outcome(name: str, check_run: CheckRun) -> Outcome:
    failures = check_run.results.findings.failures
    counted = Counter(finding.check for finding in failures)
    words = [f"{f.operation} {f.check}: {f.promise}; observed: {f.observed}" for f in failures[:3]]
    notices = len(check_run.results.findings.notices)
    return Outcome(name, dict(counted.most_common()), examples=words, notices=notices)


def try_drift(drift: Drift, seed: int, examples: int, *, first: bool = True) -> Outcome:
    """Run the check against a simulator that drifts."""
    chosen = CheckSettings(seed=seed, examples=examples, parts=LOOKING, breaks=(drift.fault(),))
    return run(drift.id, chosen, thorough=True, first=first)


def try_clean(seed: int, size: str, examples: int, *, thorough: bool) -> Outcome:
    """Run the check against a simulator that does not drift; any finding is a false alarm."""
    chosen = CheckSettings(seed=seed, size=size, examples=examples, parts=LOOKING)
    return run(f"clean {size} seed {seed}", chosen, thorough=thorough, first=False)
