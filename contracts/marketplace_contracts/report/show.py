"""Print the outcome of a command on standard output, as text or as JSON."""

from __future__ import annotations

import json
import shutil
import sys

from marketplace_contracts.report import text
from marketplace_contracts.report.model import document
from marketplace_contracts.report.output import write
from marketplace_contracts.report.table import table, terminal_table
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings


def show_check(results: Results, settings: CheckSettings, seconds: float, form: str) -> None:
    """Print the outcome of a check: `form` is `text` or `json`."""
    if form == "json":
        write(json.dumps(document(results, settings, seconds), indent=2) + "\n")
        return
    _write_parts(
        text.findings_text(results, settings),
        text.notices_text(results),
        text.skipped_text(results),
        _table(results),
        "\n".join(results.incomplete),
        text.summary(results, seconds),
    )


def show_replay(results: Results, seconds: float, form: str) -> None:
    """Print the outcome of a replay; it has no table, since no service was called."""
    if form == "json":
        write(json.dumps(document(results, None, seconds), indent=2) + "\n")
        return
    name = results.contract.spec.name
    found = "\n\n".join(text.finding_text(each, name) for each in results.findings.failures)
    _write_parts(found, text.notices_text(results), text.summary(results, seconds))


def show_traffic(results: Results, target: str, seconds: float, form: str) -> None:
    """Print the outcome of judging other programs' calls of a service."""
    if form == "json":
        write(json.dumps(document(results, None, seconds, target), indent=2) + "\n")
        return
    name = results.contract.spec.name
    found = "\n\n".join(text.finding_text(each, name) for each in results.findings.failures)
    _write_parts(
        found,
        text.notices_text(results),
        text.skipped_text(results),
        text.summary(results, seconds),
    )


def _table(results: Results) -> str:
    """Return the table: fitted to the width of a terminal, and always the same elsewhere."""
    if not sys.stdout.isatty():
        return table(results)
    return terminal_table(results, shutil.get_terminal_size().columns)


def _write_parts(*parts: str) -> None:
    write("\n\n".join(part for part in parts if part) + "\n")
