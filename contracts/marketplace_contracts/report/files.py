"""Report files: JUnit XML, findings as JSON, and a summary in Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.campaigns import kept
from marketplace_contracts.report.junit import junit
from marketplace_contracts.report.model import previous_report, whole_document
from marketplace_contracts.report.page import page
from marketplace_contracts.report.table import markdown_table, summaries
from marketplace_contracts.report.text import (
    PREPARATION,
    how_to_repeat,
    skipped_text,
    summary,
    times,
)
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings

FINDINGS = "findings.json"
NAMES = (FINDINGS, "junit.xml", "summary.md", "report.html")
"""The files of a report."""


def prepare(folder: Path) -> dict[str, Any] | None:
    """Create the folder, remove the report of an earlier run, and return what to compare with.

    Raises:
        CannotRun: It cannot be written.
    """
    previous = previous_report(folder / FINDINGS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            (folder / name).write_text("", encoding="utf-8")  # fails early
            (folder / name).unlink()
    except OSError as error:
        raise _unwritable(folder, error) from None
    return previous


def write(
    folder: Path,
    results: Results,
    settings: CheckSettings | None,
    seconds: float,
    target: str = "cassettes",
    *,
    previous: Mapping[str, Any] | None = None,
) -> None:
    """Write the files of a report into the folder.

    Args:
        folder: The folder that `prepare` was called with.
        results: What was found.
        settings: Those of a check; None for traffic that was not made by us.
        seconds: How long it took.
        target: Where the traffic was from, if it is not that of a check.
        previous: What `prepare` returned.

    Raises:
        CannotRun: The folder cannot be written.
    """
    report = whole_document(
        results, settings, seconds, target, now=datetime.now(UTC), previous=previous
    )
    report["campaigns"] = kept(folder)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    try:
        (folder / FINDINGS).write_text(text + "\n", encoding="utf-8")
        (folder / "report.html").write_text(page(report), encoding="utf-8")
        (folder / "junit.xml").write_text(junit(results, seconds), encoding="utf-8")
        (folder / "summary.md").write_text(_markdown(results, settings, seconds), encoding="utf-8")
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(folder: Path, error: OSError) -> CannotRun:
    return CannotRun(f"--report {folder} cannot be written: {error.strerror}.")


def _markdown(results: Results, settings: CheckSettings | None, seconds: float) -> str:
    parts = [f"# {summary(results, seconds)}"]
    parts += [f"**{reason}**" for reason in results.incomplete]
    parts.append(markdown_table(results))
    spec = results.contract.spec.name
    for finding in results.findings.failures:
        parts.append(
            f"## `{finding.operation}` {finding.check}\n\n"
            f"- promised: {finding.promise} (`{spec}:{finding.line}`, `{finding.pointer}`)\n"
            f"- observed: `{finding.observed}` ({times(finding)}, {finding.source or 'whole run'})"
        )
        if finding.curl:
            parts.append(f"```sh\n{finding.curl}\n```")
    if results.findings.failures:
        parts.append(how_to_repeat(settings) if settings else PREPARATION)
    notices = [f"- `{f.operation}`: {f.promise}: `{f.observed}`" for f in results.findings.notices]
    parts += ["## Notices", "\n".join(notices)] if notices else []
    parts += ["## Skipped", skipped_text(results)] if results.skipped else []
    checks = [
        f"| `{name}` | {column} | {summary} |" for name, (column, summary) in summaries().items()
    ]
    parts += ["## Checks", "\n".join(["| check | column | promise |", "|---|---|---|", *checks])]
    return "\n\n".join(parts) + "\n"
