"""The outcome of a probe as text: what was judged, and what more calls would add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from marketplace_contracts.report.text import finding_text, notices_text, skipped_text
from marketplace_contracts.run.results import Results

STEPS = (60, 300)
"""Numbers of further calls for which the gain is shown."""
SHOWN, WIDTH = 4, 100
"""Number of names in a line, and its width."""


@dataclass(frozen=True, slots=True)
class ProbeOutcome:
    """What a probe found, and how far it went.

    Attributes:
        results: Findings and what was left out.
        promises: Everything that read-only calls can decide: checks and operations.
        judged: What was decided.
        left: Check, operation and calls of each step that was not carried out.
        calls: Calls of this run.
        former_calls: Calls of the earlier runs that this one resumed.
        seconds: How long this run took.
        stopped: Why the service ended the probe; empty if it did not.
        unrecorded: Steps without a recording, with the reason.
    """

    results: Results
    promises: frozenset[tuple[str, str]]
    judged: frozenset[tuple[str, str]]
    left: tuple[tuple[str, str, float], ...]
    calls: int
    former_calls: int
    seconds: float
    stopped: str
    unrecorded: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """1 for findings, 2 if the service ended the probe or too little was judged, else 0."""
        if self.results.findings.failures:
            return 1
        return 2 if self.stopped or self.results.incomplete else 0

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "calls": self.calls,
            "calls_before": self.former_calls,
            "seconds": round(self.seconds, 1),
            "stopped": self.stopped,
            "judged": [list(one) for one in sorted(self.judged)],
            "not_judged": [list(one) for one in sorted(self.promises - self.judged)],
            "more_calls": [{"calls": n, "promises": len(names)} for n, names in self.offers()],
            "unrecorded": dict(self.unrecorded),
            "findings": [one.as_dict() for one in self.results.findings.failures],
            "notices": [one.as_dict() for one in self.results.findings.notices],
            "skipped": list(self.results.skipped),
        }

    def offers(self) -> Iterator[tuple[int, list[str]]]:
        """Yield numbers of further calls with the checks that they would complete."""
        sums, total = [], 0.0
        for check, operation, calls in self.left:
            total += calls
            sums.append((total, f"{check} of {operation}"))
        for size in STEPS:
            names = [name for spent, name in sums if spent <= size]
            if names and len(names) < len(sums):
                yield size, names
        if sums:
            yield round(total), [name for _, name in sums]


def probe_text(outcome: ProbeOutcome, folder: str) -> str:
    """Return the outcome for a terminal."""
    results = outcome.results
    name = results.contract.spec.name
    parts = [finding_text(finding, name) for finding in results.findings.failures]
    parts += [notices_text(results), skipped_text(results), "\n".join(_promises(outcome))]
    parts += ["\n".join(results.incomplete), _last_line(outcome, folder)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _promises(outcome: ProbeOutcome) -> Iterator[str]:
    missing = sorted(outcome.promises - outcome.judged)
    yield f"judged      {len(outcome.judged)} of {len(outcome.promises)} promises"
    every = Counter(check for check, _ in outcome.promises)
    counted = Counter(check for check, _ in missing).most_common()
    reported = ", ".join(f"{check} of {number} of {every[check]}" for check, number in counted)
    if reported:
        yield from wrap(f"not judged  {reported} operations", WIDTH, subsequent_indent=" " * 12)
    for calls, names in outcome.offers():
        yield f"with {calls} more calls: {len(names)} more promises, {_few(names)}"
    for step, reason in outcome.unrecorded.items():
        yield f"not recorded  {step}: {reason.rstrip('.')}"


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


def _last_line(outcome: ProbeOutcome, folder: str) -> str:
    before = f" after {outcome.former_calls} before" if outcome.former_calls else ""
    found = len(outcome.results.findings.failures)
    line = f"{outcome.calls} calls{before}, {found} findings in {outcome.seconds / 60:.1f} minutes"
    stopped = f"Ended early: {outcome.stopped}.\n" if outcome.stopped else ""
    again = f"\nContinue with --resume --report {folder}." if outcome.left else ""
    return f"{stopped}{line}{again}"
