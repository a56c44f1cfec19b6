"""The baseline: findings that are accepted until a given day, each with a reason.

Until its last day an entry turns its finding into a notice. After that day the finding fails the
check again. An entry that matches no finding is reported, so that the list stays short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from marketplace_contracts.description.yaml_file import read_yaml
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import REPOSITORY
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Finding, Findings

NEEDED = ("operation", "check", "reason", "expires")
KNOWN = {*NEEDED, "promised"}
SHORTEST_REASON = 10
FIX_THE_SERVICE = "fix the service, if it broke its promise"
FIX_THE_SPEC = "fix the description, with evidence, if the promise is wrong"


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
        """Tell whether the entry is about this finding."""
        same = (self.operation, self.check) == (finding.operation, finding.check)
        return same and self.promise in {"", finding.promise}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings sorted by the entries of a baseline.

    Attributes:
        failures: Findings that count.
        accepted: Findings that are accepted today, each with its entry.
        expired: Entries whose last day has passed and whose finding is still there.
        unused: Entries without a finding.
    """

    failures: list[Finding] = field(default_factory=list)
    accepted: list[tuple[Finding, Entry]] = field(default_factory=list)
    expired: list[Entry] = field(default_factory=list)
    unused: list[Entry] = field(default_factory=list)


def sort_out(findings: Iterable[Finding], entries: Iterable[Entry], today: date) -> Verdict:
    """Sort findings into failures and those that are accepted today."""
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
    """Return the repository's baseline; None in an installed wheel."""
    path = REPOSITORY / "contracts" / "accepted.yaml"
    return path if path.exists() else None


def judge(results: Results, settings: CheckSettings, today: date) -> None:
    """Turn accepted findings into notices; if the check is strict, turn notices into findings.

    An accepted finding stays as a notice with its last day and reason. An expired entry is listed
    as skipped; so is one that matches no finding, if the whole contract was checked.
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
        results.skip(f"{entry.check} of {entry.operation}: its acceptance expired {entry.expires}")
    if settings.whole and not results.interrupted:
        for entry in verdict.unused:
            results.skip(f"{entry.check} of {entry.operation}: accepted, but no longer found")


def load_entries(path: Path | None) -> list[Entry]:
    """Read the entries of a file; None has no entries.

    Raises:
        CannotRun: The file cannot be read, or an entry lacks a reason or a last day.
    """
    if path is None:
        return []
    found = read_yaml(path, path.name)[0] or []
    if not isinstance(found, list):
        raise CannotRun(f"{path.name} must be a list of entries.")
    return [_entry(path.name, number, one) for number, one in enumerate(found, 1)]


def _entry(name: str, number: int, found: Any) -> Entry:
    where = f"{name}, entry {number}"
    if not isinstance(found, Mapping):
        raise CannotRun(f"{where} must name {', '.join(NEEDED)}.")
    if missing := [word for word in NEEDED if not found.get(word)]:
        raise CannotRun(f"{where} lacks {missing[0]}.")
    if unknown := sorted(map(str, found.keys() - KNOWN)):
        raise CannotRun(f"{where} has {unknown[0]}, which is not a known key.")
    if wrong := [word for word in sorted(found) if not isinstance(found[word], str)]:
        raise CannotRun(f"{where}: {wrong[0]} must be text.")
    if len(found["reason"].strip()) < SHORTEST_REASON:
        raise CannotRun(f"{where} needs a reason in words.")
    operation, check, promise = (found.get(key, "") for key in ("operation", "check", "promised"))
    return Entry(operation, check, found["reason"].strip(), _day(found["expires"], where), promise)


def _day(text: str, where: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise CannotRun(f"{where}: expires must be a day such as 2027-01-31.") from None


def entry_for(finding: Finding) -> str:
    """Return an entry for a finding; a person fills in reason and last day."""
    known = {"check": finding.check, "promised": finding.promise}
    lines = (f"{key}: {json.dumps(value)}" for key, value in known.items())
    first = f"- operation: {json.dumps(finding.operation)}"
    return "\n  ".join((first, *lines, "reason: ", "expires: "))


def advice(findings: Iterable[Finding]) -> str:
    """Return what to do about findings, in a few lines."""
    first = next(iter(findings), None)
    if first is None:
        return ""
    entry = entry_for(first).replace("\n", "\n      ")
    return (
        f"What to do about each: {FIX_THE_SERVICE}; or {FIX_THE_SPEC};\n"
        "or accept it for a while in contracts/accepted.yaml, with a reason and a last day:\n"
        f"      {entry}"
    )
