"""Findings as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace_contracts.run.baseline import advice
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Finding

FEW = 10
PREPARATION = r"""Export the settings; the token comes with:
  MARKETPLACE_TOKEN=$(curl -sS -u "$MARKETPLACE_USERNAME:$MARKETPLACE_PASSWORD" \
    -H "X-Subscription-Key: $MARKETPLACE_SUBSCRIPTION_KEY" -H 'Content-Type: application/json' \
    -d "{\"marketplace\": \"$MARKETPLACE_CODE\"}" "$MARKETPLACE_BASE_URL/token" |
    sed 's/.*"token" *: *"\([^"]*\)".*/\1/')"""


def told(findings: Iterable[Finding]) -> str:
    """Return findings as the message of a failed test, one line each."""
    return "\n".join(f"{f.operation} {f.check}: {f.promise}; came: {f.observed}" for f in findings)


def times(finding: Finding) -> str:
    """Say how often a finding was seen."""
    return "once" if finding.count == 1 else f"{finding.count} times"


def finding_text(finding: Finding, spec_name: str) -> str:
    """Return one finding: promise, response, and the command that shows it again."""
    lines = [
        f"✗ {finding.operation or 'no operation'}: {finding.check}, {times(finding)}",
        f"    promised  {finding.promise} ({spec_name}:{finding.line} {finding.pointer})",
        f"    came      {finding.observed}",
    ]
    if finding.curl:
        lines.append(f"    again     {finding.curl}")
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
    """Say how to set the variables in the commands."""
    seed = f"--seed {settings.seed}"
    lines = [f"`{seed}` makes the same requests again."]
    if settings.target is None:
        lines.append(
            f"`marketplace-contracts simulate {seed} --size {settings.size}` serves the same world "
            "and prints its settings."
        )
    return "\n".join([*lines, PREPARATION])


def notices_text(results: Results) -> str:
    """Return the notices, a few of them."""
    notices = results.findings.notices
    lines = [
        f"notice  {f.operation}{': ' if f.operation else ''}{f.promise} ({f.observed})"
        for f in notices[:FEW]
    ]
    if len(notices) > FEW:
        lines.append(f"notice  … and {len(notices) - FEW} more")
    return "\n".join(lines)


def skipped_text(results: Results) -> str:
    """Return what was left out, grouped by the reason."""
    reasons: dict[str, list[str]] = {}
    for line in results.skipped:
        what, _, why = line.partition(": ")
        reasons.setdefault(why, []).append(what)
    return "\n".join(
        f"skipped {len(what)} checks: {why}" if len(what) > 1 else f"skipped {what[0]}: {why}"
        for why, what in reasons.items()
    )


def summary(results: Results, seconds: float) -> str:
    """Return the last line."""
    numbers = (
        len(results.contract.spec.operations),
        results.interactions,
        len(results.findings.failures),
    )
    return "{} operations, {} exchanges, {} findings in {:.1f} s".format(*numbers, seconds)
