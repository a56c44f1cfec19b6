"""Results as text, table and files: complete, grouped, without secrets."""

import json
import re
from pathlib import Path

import pytest
from marketplace_contracts.checks import COLUMNS
from marketplace_contracts.report import files, text
from marketplace_contracts.report.table import (
    cells,
    column_of,
    markdown_table,
    table,
    terminal_table,
)
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Violation
from support.harness import SPEC, contract, made, page

SETTINGS = CheckSettings(seed=9)
SECRET = "canary-token-1"


def results() -> Results:
    """Results with a successful response, a broken promise, a notice and a skipped check."""
    found = Results(contract(MARKETPLACE_TOKEN=SECRET))
    sent = {"Authorization": f"Bearer {SECRET}"}
    row = {"id": "1", "name": "Oak", "status": "active"}
    found.record(made("customers.list", page([row | {"channel": SECRET}]), sent=sent))
    found.record(made("plans.list", page([{"id": "1"}]), sent=sent))
    found.report("status_code_conformance", [Violation("p", "c", "#/paths")], operation="plans.get")
    found.skip("token_life of auth.token: the clock of the service cannot be moved")
    return found


def test_the_table_has_a_row_for_each_operation() -> None:
    """All operations by all columns: kept, broken, not checked, nothing promised."""
    marks = cells(results())
    assert list(marks) == list(SPEC.operations)
    assert marks["customers.list"]["body"] == "✓"
    assert marks["plans.list"]["body"] == "✗"
    assert marks["plans.get"]["fuzz"] == "✗"
    assert marks["orders.list"]["sort"] == "·"
    assert marks["auth.token"]["paging"] == "\N{EN DASH}"
    lines = table(results()).splitlines()
    assert len(lines) == 30
    assert lines[0].split() == list(COLUMNS)
    assert markdown_table(results()).count("\n| `") == 28


@pytest.mark.parametrize("width", [30, 50, 80, 120, 141, 200])
def test_a_table_fits_its_terminal(width: int) -> None:
    """No line is wider than the terminal, and every operation has all of its marks."""
    plain = re.sub("\x1b\\[[0-9;]*m", "", terminal_table(results(), width))
    assert max(map(len, plain.splitlines())) <= width
    marks = sum(plain.count(mark) for mark in "✓✗·\N{EN DASH}")
    assert marks == len(SPEC.operations) * len(COLUMNS) + 4
    assert ("headers" in plain) is (width >= 141)


def test_each_check_has_a_column() -> None:
    """Our checks have their columns, those of schemathesis share one."""
    assert column_of("sort_order") == "sort"
    assert column_of("negative_data_rejection") == "fuzz"
    assert {column_of("usual"), column_of("exercised")} <= set(COLUMNS)


def test_a_finding_is_shown_in_full() -> None:
    """Operation, check, promise, place with line, what was observed, and the command."""
    said = text.findings_text(results(), SETTINGS)
    assert "✗ plans.list: body_schema, once" in said
    assert "promised  name is always present (openapi.yaml:" in said
    assert "observed  it is missing in /data/0" in said
    assert 'repeat    curl -sS -i -X GET "$MARKETPLACE_BASE_URL"/plans' in said
    assert "--seed 9" in said


def test_the_last_line_counts() -> None:
    """Operations, interactions, findings and seconds, notices not counted."""
    assert text.summary(results(), 1.25) == "28 operations, 2 interactions, 3 findings in 1.2 s"


def test_notices_and_omissions_are_said() -> None:
    """Notices and skipped checks take a line each."""
    assert "notice  customers.list: no property" in text.notices_text(results())
    assert "skipped token_life of auth.token: the clock" in text.skipped_text(results())


def test_files_hold_the_result_and_no_secret(tmp_path: Path) -> None:
    """Findings as JSON and a summary to read, neither with a credential."""
    files.prepare(tmp_path)
    files.write(tmp_path, results(), SETTINGS, 1.0)
    document = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert len(document["findings"]) == 3
    assert document["notices"][0]["operation"] == "customers.list"
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "A page has up to `limit` rows" in summary
    for path in tmp_path.iterdir():
        assert SECRET not in path.read_text(encoding="utf-8")
