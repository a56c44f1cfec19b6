"""Findings as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace_contracts.run.baseline import advice
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator.domain.clock import START
from marketplace_contracts.traffic.finding import Finding

FEW = 10
PREPARATION = r"""Export the settings; get a token:
  MARKETPLACE_TOKEN=$(curl -sS -u "$MARKETPLACE_USERNAME:$MARKETPLACE_PASSWORD" \
    -H "X-Subscription-Key: $MARKETPLACE_SUBSCRIPTION_KEY" -H 'Content-Type: application/json' \
    -d "{\"marketplace\": \"$MARKETPLACE_CODE\"}" "$MARKETPLACE_BASE_URL/token" |
    sed 's/.*"token" *: *"\([^"]*\)".*/\1/')"""


def lines_of(findings: Iterable[Finding]) -> str:
    """Return findings as the message of a failed test, one per line."""
    lines = (f"{f.operation} {f.check}: {f.promise}; observed: {f.observed}" for f in findings)
    return "\n".join(lines)


def times(finding: Finding) -> str:
    """Return how often a finding was seen."""
    return "once" if finding.count == 1 else f"{finding.count} times"


def finding_text(finding: Finding, spec_name: str) -> str:
    """Return one finding: promise, response, and the command that repeats the call."""
    lines = [
        f"✗ {finding.operation or 'no operation'}: {finding.check}, {times(finding)}",
        f"    promised  {finding.promise} ({spec_name}:{finding.line} {finding.pointer})",
        f"    observed  {finding.observed}",
    ]
    if finding.curl:
        lines.append(f"    repeat    {finding.curl}")
    return "\n".join(lines)


def findings_text(results: Results, settings: CheckSettings) -> str:
    """Return all findings, and how to run their commands."""
    failures = results.findings.failures
    name = results.contract.spec.name
    parts = [finding_text(finding, name) for finding in failures]
    if any(finding.curl for finding in failures):
        parts.append(how_to_repeat(settings))
    if failures:
        parts.append(advice(failures))
    return "\n\n".join(parts)


def how_to_repeat(settings: CheckSettings) -> str:
    """Return how to set the variables of the commands."""
    seed = f"--seed {settings.seed}"
    lines = [f"`{seed}` makes the same requests again."]
    if settings.target is None:
        faults = "".join(f" --break {name}" for name in settings.names_of_breaks)
        lines.append(
            f"`marketplace-contracts simulate {seed} --size {settings.size} "
            f"--start {START:%Y-%m-%d}{faults}` serves the same world and prints its settings."
        )
    return "\n".join([*lines, PREPARATION])


def notices_text(results: Results) -> str:
    """Return the first notices."""
    notices = results.findings.notices
    lines = [
        f"notice  {f.operation}{': ' if f.operation else ''}{f.promise} ({f.observed})"
        for f in notices[:FEW]
    ]
    if len(notices) > FEW:
        lines.append(f"notice  … and {len(notices) - FEW} more")
    return "\n".join(lines)


def skipped_text(results: Results) -> str:
    """Return what was skipped, grouped by reason."""
    reasons: dict[str, list[str]] = {}
    for line in results.skipped:
        what, _, why = line.partition(": ")
        reasons.setdefault(why, []).append(what)
    return "\n".join(
        f"skipped {len(what)} checks: {why}" if len(what) > 1 else f"skipped {what[0]}: {why}"
        for why, what in reasons.items()
    )


def summary(results: Results, seconds: float) -> str:
    """Return the last line of a report."""
    numbers = (
        len(results.contract.spec.operations),
        results.interactions,
        len(results.findings.failures),
    )
    return "{} operations, {} interactions, {} findings in {:.1f} s".format(*numbers, seconds)
