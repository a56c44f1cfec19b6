"""Findings by cause: many findings of a single fault are a single line.

Example: a service that ignores `offset` breaks the promises of paging, filtering and validation on
every list. All those calls have `offset` in common, so they are one cause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from marketplace_contracts.checks.registry import COLUMNS
from marketplace_contracts.report.table import column_of
from marketplace_contracts.traffic.finding import Finding

ABOUT_REQUESTS = frozenset({"paging", "filter", "sort", "fuzz", "errors", "status", "ids"})
"""Columns whose findings depend on the query; in others a query only fetched an object."""
_PROPERTY = re.compile(r"/schemas/([^/]+)/properties/([^/]+)")
_PARAMETER = re.compile(r"#/components/parameters/([^/]+)")
_NAMED = re.compile(r"(\w+) is (?:always present|usual)\b")
_ERROR = re.compile(r"/responses/(?!200)")
_QUERY = re.compile(r"\?([^\s'\"#]+)")


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings that probably have one cause, the most frequent ones first.

    Attributes:
        subject: What they have in common, such as `parameter offset`.
        findings: The findings, by operation.
    """

    subject: str
    findings: tuple[Finding, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """Return the operations that show it."""
        return tuple(dict.fromkeys(finding.operation for finding in self.findings))


def causes(findings: Iterable[Finding]) -> list[Cause]:
    """Group findings by what they have in common; the largest group comes first.

    Each round takes the subject that most of the remaining findings share.
    """
    remaining = list(findings)
    candidates = {finding.key: _subjects(finding) for finding in remaining}
    found = []
    while remaining:
        counts = Counter(subject for each in remaining for subject in candidates[each.key])
        # Of equally frequent subjects, the one that was named first.
        subject = max(counts, key=counts.__getitem__)
        ours = [each for each in remaining if subject in candidates[each.key]]
        remaining = [each for each in remaining if subject not in candidates[each.key]]
        found.append(Cause(subject, tuple(sorted(ours, key=_place))))
    return found


def _place(finding: Finding) -> tuple[str, int]:
    column = column_of(finding.check)
    return finding.operation, COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)


def _subjects(finding: Finding) -> tuple[str, ...]:
    """Return what a finding may be about, the likeliest first."""
    if parameter := _PARAMETER.match(finding.pointer):
        return (f"parameter {parameter[1][0].lower()}{parameter[1][1:]}",)
    described = _PROPERTY.search(finding.pointer)
    if described and described[1] != "Pagination":
        return (f"property {described[2]}",)
    if named := _NAMED.match(finding.promise):
        return (f"property {named[1]}",)
    depends = bool(described) or column_of(finding.check) in ABOUT_REQUESTS
    if depends or _ERROR.search(finding.pointer):
        asked = tuple(f"parameter {name}" for name in _queried(finding))
        return asked or (f"{finding.check}: {finding.promise}",)
    return (f"{finding.check}: {finding.promise}",)


def _queried(finding: Finding) -> list[str]:
    """Return the names of the query parameters of the call that shows a finding."""
    query = _QUERY.search(finding.curl)
    pairs = parse_qsl(query[1], keep_blank_values=True) if query else []
    return list(dict.fromkeys(name for name, _ in pairs))
