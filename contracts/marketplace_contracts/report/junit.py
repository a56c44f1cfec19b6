"""JUnit XML of a result: one failed case per finding, one passed case per cell of the table.

Written from the results, not from pytest's own reports: a finding is text for people, without a
traceback of the harness.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from marketplace_contracts.report.table import cells, column_of
from marketplace_contracts.report.text import finding_text
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.finding import Finding

KEPT = "✓"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def junit(results: Results, seconds: float) -> str:
    """Return the document: one suite per operation, and one for findings without an operation."""
    found: dict[str, list[Finding]] = {name: [] for name in results.contract.spec.operations}
    for finding in results.findings.failures:
        found.setdefault(finding.operation, []).append(finding)
    marks = cells(results)
    root = ET.Element("testsuites", name="marketplace-contracts", time=f"{seconds:.1f}")
    for name, findings in found.items():
        kept = [column for column, mark in marks.get(name, {}).items() if mark == KEPT]
        _suite(root, name or "no operation", kept, findings, results.contract.spec.name)
    for reason in results.incomplete:
        suite = ET.SubElement(root, "testsuite", name="run", tests="1", failures="0", errors="1")
        case = ET.SubElement(suite, "testcase", classname="run", name="complete")
        ET.SubElement(case, "error", message=_legal(reason))
    return f"{ET.tostring(root, encoding='unicode', xml_declaration=True)}\n"


def _suite(
    root: ET.Element, name: str, kept: list[str], findings: list[Finding], spec: str
) -> None:
    tests, failures = str(len(kept) + len(findings)), str(len(findings))
    suite = ET.SubElement(root, "testsuite", name=name, tests=tests, failures=failures, errors="0")
    for column in kept:
        ET.SubElement(suite, "testcase", classname=name, name=column)
    for finding in findings:
        title = _legal(f"{column_of(finding.check)}: {finding.check}: {finding.promise}")
        case = ET.SubElement(suite, "testcase", classname=name, name=title)
        message = _legal(f"promised: {finding.promise}; observed: {finding.observed}")
        failure = ET.SubElement(case, "failure", message=message, type=finding.check)
        failure.text = _legal(finding_text(finding, spec))


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
