"""Findings that are known and accepted for a while: each with a reason and a last day.

An entry takes a finding out of the failures until its day has passed. From then on the finding
counts again, and an entry that nothing needs any more is told, so that the list stays short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import REPOSITORY
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Finding, Findings

NEEDED = ("operation", "check", "reason", "expires")
KNOWN = {*NEEDED, "promised"}
SHORTEST_REASON = 10
FIX_THE_SERVICE = "fix the service, where it broke its promise"
FIX_THE_SPEC = "fix the description, with evidence, where the promise is wrong"


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding.

    Attributes:
        operation: Operation id.
        check: Name of the check.
        promise: The promise in words; empty means any promise of that check.
        reason: Why it is accepted.
        expires: The last day on which it is.
    """

    operation: str
    check: str
    reason: str
    expires: date
    promise: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is this finding that is meant."""
        same = (self.operation, self.check) == (finding.operation, finding.check)
        return same and self.promise in {"", finding.promise}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings sorted by a list of entries.

    Attributes:
        failures: Those that count.
        accepted: Those that are accepted today, each with its entry.
        expired: Entries whose day has passed and whose finding is still there.
        unused: Entries that no finding needs.
    """

    failures: list[Finding] = field(default_factory=list)
    accepted: list[tuple[Finding, Entry]] = field(default_factory=list)
    expired: list[Entry] = field(default_factory=list)
    unused: list[Entry] = field(default_factory=list)


def sort_out(findings: Iterable[Finding], entries: Iterable[Entry], today: date) -> Verdict:
    """Sort findings by what is accepted today."""
    entries, verdict = list(entries), Verdict()
    used: set[int] = set()
    for finding in findings:
        fitting = [(n, entry) for n, entry in enumerate(entries) if entry.covers(finding)]
        used |= {number for number, _ in fitting}
        valid = [entry for _, entry in fitting if today <= entry.expires]
        if valid:
            verdict.accepted.append((finding, valid[0]))
        else:
            verdict.failures.append(finding)
            verdict.expired.extend(e for _, e in fitting if e not in verdict.expired)
    verdict.unused.extend(entry for n, entry in enumerate(entries) if n not in used)
    return verdict


def default_path() -> Path | None:
    """The repository's own list; None where there is none, as in an installed wheel."""
    path = REPOSITORY / "contracts" / "accepted.yaml"
    return path if path.exists() else None


def judge(results: Results, settings: CheckSettings, today: date) -> None:
    """Settle what of a ledger counts: all notices where the check is strict, nothing accepted.

    What is accepted stays as a notice that says until when and why. An entry that has run out, or
    that a whole check does not need, is told as skipped.
    """
    entries = load_entries(settings.accepted)
    failures = results.findings.failures
    notices = results.findings.notices
    if settings.strict:
        failures, notices = [replace(one, notice=False) for one in (*failures, *notices)], []
    verdict = sort_out(failures, entries, today)
    known = [
        replace(one, notice=True, observed=f"accepted until {entry.expires}: {entry.reason}")
        for one, entry in verdict.accepted
    ]
    results.findings = Findings([*verdict.failures, *known, *notices])
    for entry in verdict.expired:
        results.skip(f"{entry.check} of {entry.operation}: its acceptance ended {entry.expires}")
    if settings.whole:
        for entry in verdict.unused:
            results.skip(f"{entry.check} of {entry.operation}: accepted, but not found any more")


def load_entries(path: Path | None) -> list[Entry]:
    """The entries of a file; none where there is no file to read.

    Raises:
        CannotRun: The file cannot be read, or an entry lacks a reason or a last day.
    """
    if path is None:
        return []
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, yaml.YAMLError) as error:
        told = getattr(error, "strerror", None) or "it is no YAML"
        raise CannotRun(f"{path.name} cannot be read: {told}.") from None
    if not isinstance(found, list):
        raise CannotRun(f"{path.name} has to be a list of entries.")
    return [_entry(path.name, number, one) for number, one in enumerate(found, 1)]


def _entry(name: str, number: int, found: Any) -> Entry:
    where = f"{name}, entry {number}"
    if not isinstance(found, Mapping):
        raise CannotRun(f"{where} has to name {', '.join(NEEDED)}.")
    if missing := [word for word in NEEDED if not found.get(word)]:
        raise CannotRun(f"{where} lacks {missing[0]}.")
    if unknown := sorted(map(str, found.keys() - KNOWN)):
        raise CannotRun(f"{where} has {unknown[0]}, which means nothing here.")
    reason, expires = str(found["reason"]).strip(), found["expires"]
    if len(reason) < SHORTEST_REASON:
        raise CannotRun(f"{where} needs a reason in words.")
    if type(expires) is not date:
        raise CannotRun(f"{where}: expires has to be a day such as 2027-01-31.")
    operation, check = str(found["operation"]), str(found["check"])
    return Entry(operation, check, reason, expires, promise=str(found.get("promised", "")))


def entry_for(finding: Finding) -> str:
    """The entry to start from, for a finding; reason and day are for a person to fill in."""
    known = {"check": finding.check, "promised": finding.promise}
    lines = (f"{key}: {json.dumps(value)}" for key, value in known.items())
    first = f"- operation: {json.dumps(finding.operation)}"
    return "\n  ".join((first, *lines, "reason: ", "expires: "))


def advice(findings: Iterable[Finding]) -> str:
    """What can be done about findings, in a few lines; empty where there are none."""
    first = next(iter(findings), None)
    if first is None:
        return ""
    entry = entry_for(first).replace("\n", "\n      ")
    return (
        f"What to do about each: {FIX_THE_SERVICE}; or {FIX_THE_SPEC};\n"
        "or accept it for a while in contracts/accepted.yaml, with a reason and a last day:\n"
        f"      {entry}"
    )
