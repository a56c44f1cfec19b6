"""Operations by checks."""

from __future__ import annotations

from marketplace_contracts.checks.registry import (
    COLUMNS,
    InteractionCheck,
    SequenceCheck,
    interaction_checks,
    sequence_checks,
)
from marketplace_contracts.run.results import Results

PASSED, FAILED, NOT_SEEN, NOTHING = "✓", "✗", "·", "\N{EN DASH}"
LEGEND = f"{PASSED} kept   {FAILED} broken   {NOT_SEEN} not looked at   {NOTHING} nothing promised"
SCHEMATHESIS, REPLAY = "fuzz", "replay"


def _checks() -> dict[str, InteractionCheck | SequenceCheck]:
    return {**interaction_checks(), **sequence_checks()}


def column_of(check: str) -> str:
    """The column of a check; those of schemathesis share one."""
    known = _checks()
    if check in known:
        return known[check].column
    return {"usual": "body", "exercised": "status", "replay": REPLAY}.get(check, SCHEMATHESIS)


def cells(results: Results) -> dict[str, dict[str, str]]:
    """A mark for each operation and each column."""
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
    """The cells in which there is something to look at."""
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
    """The table as text, with its legend."""
    marks = cells(results)
    left = max(len(name) for name in marks)
    head = " " * left + "  " + " ".join(COLUMNS)
    lines = [head.rstrip()]
    for name, row in marks.items():
        shown = (row[column].center(len(column)) for column in COLUMNS)
        lines.append(f"{name.ljust(left)}  {' '.join(shown)}".rstrip())
    return "\n".join([*lines, LEGEND])


def markdown_table(results: Results) -> str:
    """The table as Markdown."""
    lines = [f"| operation | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in cells(results).items():
        lines.append(f"| `{name}` | {' | '.join(row[column] for column in COLUMNS)} |")
    return "\n".join([*lines, "", LEGEND])


def summaries() -> dict[str, tuple[str, str]]:
    """Each of our checks with its column and its first line."""
    known = _checks()
    return {name: (known[name].column, known[name].summary) for name in sorted(known)}
