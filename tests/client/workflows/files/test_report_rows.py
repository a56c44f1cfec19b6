"""`reports.read` returns the rows of a file as texts, whatever its format."""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cloud_marketplace import AsyncMarketplace, DownloadFailed, Marketplace
from cloud_marketplace._workflows.files.report_rows import rows_in
from marketplace_contracts.simulator import Simulator

AMOUNT = "RESELLER_DETAIL_TOTAL"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a file to be read."""
    return tmp_path / "report"


def workbook(*sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_rows_of_all_formats_are_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same report in CSV, JSON and XLSX has the same rows of text; no file stays behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Simulator() as simulator, Marketplace.from_env(simulator.environment) as mp:
        found = {}
        for form in ("csv", "json", "xlsx"):
            row = next(r for r in mp.reports.list(format=form.upper()) if r.id and r.download_url)
            found[form] = mp.reports.read(row)

        async def main() -> None:
            async with AsyncMarketplace.from_env(simulator.environment) as twin:
                assert await twin.reports.read(row) == found["xlsx"]

        asyncio.run(main())
    for rows in found.values():
        assert len(rows) > 3
        assert all(isinstance(value, str) for row in rows for value in row.values())
        assert all(Decimal(row[AMOUNT]).is_finite() for row in rows)
        assert rows[0].keys() == found["csv"][0].keys()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"\xef\xbb\xbfA;B\r\n1,50;x\r\n", [{"A": "1,50", "B": "x"}]),
        (b'A,B\n"1,5","two\nlines"\n\n', [{"A": "1,5", "B": "two\nlines"}]),
        (b"A\tB\n1\n", [{"A": "1", "B": ""}]),
        (b"A,A\n1,2\n", [{"A": "1", "A (2)": "2"}]),
        (b"", []),
        (b"A,B\n", []),
        (b'[{"A": 1.10, "B": null, "C": true}]', [{"A": "1.10", "B": "", "C": "true"}]),
        (b'{"rows": [{"A": 12345678901234567890}]}', [{"A": "12345678901234567890"}]),
        (
            workbook([], [["A", "B", "C"], [22.1, None, datetime(2026, 1, 2)]]),
            [{"A": "22.1", "B": "", "C": "2026-01-02T00:00:00"}],
        ),
    ],
)
def test_what_programs_write_is_read(
    content: bytes, rows: list[dict[str, str]], file: Path
) -> None:
    """Separators, marks of order, repeated names and empty cells are read as they are meant."""
    file.write_bytes(content)
    assert rows_in(file) == rows


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<rows/>", "XML or HTML"),
        (b'{"a": 1}', "without rows"),
        (b"[1, 2]", "without rows"),
        (b"[{]", "malformed"),
        (b"[" * 100_000, "malformed"),
        (b"A,B\n\xff\xfe", "malformed"),
        (b"PK\x03\x04nonsense", "damaged"),
    ],
)
def test_what_has_no_rows_is_an_error(content: bytes, says: str, file: Path) -> None:
    """A file without rows is one sentence, and never a traceback of a library."""
    file.write_bytes(content)
    with pytest.raises(DownloadFailed, match=says):
        rows_in(file)


def test_a_workbook_may_not_unpack_without_end(file: Path) -> None:
    """A small file that unpacks to a large one is refused before it is unpacked."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 2_000_000)
    assert file.stat().st_size < 10_000
    with pytest.raises(DownloadFailed, match="larger than"):
        rows_in(file, max_size=1_000_000)


def test_without_openpyxl_the_extra_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra a workbook is one sentence that says how to install it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    file.write_bytes(workbook([["A"], [1]]))
    with pytest.raises(DownloadFailed) as caught:
        rows_in(file)
    assert "pip install '.[xlsx]'" in caught.value.advice
