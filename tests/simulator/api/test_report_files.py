"""Contents of report files."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from marketplace_contracts.simulator.api.report_files import COLUMNS, render
from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import Options
from marketplace_contracts.simulator.seed.seed_world import make_world


@pytest.fixture(scope="module")
def world() -> World:
    """A world that these tests only read."""
    return make_world(Options(), Clock())


@pytest.fixture(scope="module")
def report(world: World) -> Report:
    """A report over a month with orders in it."""
    return next(iter(world.reports.values()))


def table(world: World, report: Report) -> list[list[str]]:
    """The CSV form of a report, as rows."""
    text = render(world, replace(report, format="CSV")).decode()
    return list(csv.reader(io.StringIO(text)))


def test_columns_are_those_of_invoices(world: World, report: Report) -> None:
    """The first row names the columns that invoice workbooks have (facts E12)."""
    rows = table(world, report)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > 5


def test_only_the_period_counts(world: World, report: Report) -> None:
    """Rows are charges of orders provisioned in the report's period."""
    days = {row[1] for row in table(world, report)[1:]}
    assert report.starts
    assert report.ends
    assert report.starts[:10] <= min(days)
    assert max(days) <= report.ends[:10]
    empty = replace(report, starts=report.ends, ends=report.starts)
    assert len(table(world, empty)) == 1


def test_all_formats_say_the_same(world: World, report: Report) -> None:
    """JSON, XML and the workbook hold the table of the CSV."""
    expected = table(world, report)
    as_json = json.loads(render(world, replace(report, format="JSON")))
    assert [list(row.values()) for row in as_json] == expected[1:]
    as_xml = ET.fromstring(render(world, replace(report, format="XML")))
    assert [[cell.text or "" for cell in row] for row in as_xml] == expected[1:]
    with zipfile.ZipFile(io.BytesIO(render(world, report))) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = [
        [cell.text or "" for cell in row.iter(f"{space}t")] for row in sheet.iter(f"{space}row")
    ]
    assert cells == expected


def test_files_are_the_same_each_time(world: World, report: Report) -> None:
    """A workbook has no trace of the moment it was made."""
    assert render(world, report) == render(world, report)


def test_unknown_format_is_plain(world: World, report: Report) -> None:
    """A report of format `unknown` is a CSV file."""
    assert render(world, replace(report, format="unknown")).startswith(b"RESELLER_INVOICE_NUMBER,")
