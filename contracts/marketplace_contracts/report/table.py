"""The table of operations by checks, as text, for a terminal and as Markdown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from marketplace_contracts.checks.registry import (
    COLUMNS,
    InteractionCheck,
    SequenceCheck,
    interaction_checks,
    sequence_checks,
)
from marketplace_contracts.run.results import Results

if TYPE_CHECKING:
    from rich.table import Table as RichTable

NARROWEST = 20
"""Smallest width of a table; a narrower terminal gets this width."""
PASSED, FAILED, NOT_SEEN, NOTHING = "✓", "✗", "·", "\N{EN DASH}"
LEGEND = f"{PASSED} kept   {FAILED} broken   {NOT_SEEN} not checked   {NOTHING} nothing promised"
COLOURS = {PASSED: "green", FAILED: "bold red", NOT_SEEN: "yellow", NOTHING: "dim"}
SCHEMATHESIS, REPLAY = "fuzz", "replay"


def _checks() -> dict[str, InteractionCheck | SequenceCheck]:
    return {**interaction_checks(), **sequence_checks()}


def column_of(check: str) -> str:
    """Return the column of a check; those of schemathesis share one."""
    known = _checks()
    if check in known:
        return known[check].column
    return {"usual": "body", "exercised": "status", "replay": REPLAY}.get(check, SCHEMATHESIS)


def cells(results: Results) -> dict[str, dict[str, str]]:
    """Return a mark for each operation and each column."""
    broken = {(f.operation, column_of(f.check)) for f in results.findings.failures}
    promise = _promised(results)
    return {
        operation.id: {
            column: _mark((operation.id, column), broken, promise, results) for column in COLUMNS
        }
        for operation in results.contract.spec.operations.values()
    }


def _mark(
    cell: tuple[str, str],
    broken: set[tuple[str, str]],
    promise: set[tuple[str, str]],
    results: Results,
) -> str:
    if cell in broken:
        return FAILED
    if cell not in promise:
        return NOTHING
    return PASSED if results.passed[cell] else NOT_SEEN


def _promised(results: Results) -> set[tuple[str, str]]:
    """Return the cells that have a promise."""
    contract = results.contract
    checks = _checks().values()
    found = set(results.passed)
    for operation in contract.spec.operations.values():
        found |= {
            (operation.id, check.column) for check in checks if check.concerns(operation, contract)
        }
        found |= {(operation.id, column) for column in (SCHEMATHESIS, REPLAY)}
    return found


def table(results: Results) -> str:
    """Return the table as text, with its legend."""
    marks = cells(results)
    left = max(len(name) for name in marks)
    head = " " * left + "  " + " ".join(COLUMNS)
    lines = [head.rstrip()]
    for name, row in marks.items():
        shown = (row[column].center(len(column)) for column in COLUMNS)
        lines.append(f"{name.ljust(left)}  {' '.join(shown)}".rstrip())
    return "\n".join([*lines, LEGEND])


def terminal_table(results: Results, width: int) -> str:
    """Return the table for a terminal: coloured, and never wider than `width` columns.

    The names of the columns are horizontal where the terminal is wide enough, else vertical, one
    letter a line. A narrow terminal gets the columns in several blocks.
    """
    from rich.console import Console

    width = max(width, NARROWEST)
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=True, highlight=False)
    marks = cells(results)
    left = max(len(name) for name in marks)
    upright = left + sum(len(column) + 1 for column in COLUMNS) <= width
    names = left if upright else min(left, max(width - 2 * len(COLUMNS), width // 2))
    room = len(COLUMNS) if upright else (width - names) // 2
    for start in range(0, len(COLUMNS), room):
        columns = COLUMNS[start : start + room]
        console.print(_block(marks, columns, names, upright=upright))
    console.print(LEGEND)
    return "\n".join(line.rstrip() for line in buffer.getvalue().rstrip().splitlines())


def _block(
    marks: dict[str, dict[str, str]], columns: tuple[str, ...], names: int, *, upright: bool
) -> RichTable:
    from rich.table import Table

    made = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    made.add_column("", width=names, no_wrap=True, overflow="ellipsis")
    for column in columns:
        size = len(column) if upright else 1
        made.add_column(column, width=size, overflow="fold", justify="center", vertical="bottom")
    for name, row in marks.items():
        made.add_row(name, *(f"[{COLOURS[row[column]]}]{row[column]}[/]" for column in columns))
    return made


def markdown_table(results: Results) -> str:
    """Return the table as Markdown."""
    lines = [f"| operation | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in cells(results).items():
        lines.append(f"| `{name}` | {' | '.join(row[column] for column in COLUMNS)} |")
    return "\n".join([*lines, "", LEGEND])


def summaries() -> dict[str, tuple[str, str]]:
    """Return each of our checks with its column and its summary."""
    known = _checks()
    return {name: (known[name].column, known[name].summary) for name in sorted(known)}
