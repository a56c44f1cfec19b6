"""The rows of a report file, whatever its format: CSV, JSON, or a workbook.

All values are text, as they stand in the file, so amounts are exact. A workbook keeps numbers as
floats; their text is the shortest that means the same number, which is what was entered.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cloud_marketplace._engine.steps import Flow, run_in_thread
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.files.download import download
from cloud_marketplace.errors import DownloadFailed

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Report, ReportSummary

MAX_READ_SIZE: Final = 256 * 2**20
"""Largest file in bytes that is read, if the caller states no other; a workbook when unpacked."""

ReportRow = dict[str, str]


def read_report(
    context: Context,
    report: Report | ReportSummary | str | int,
    *,
    timeout: float | None,
    max_size: int,
) -> Flow[list[ReportRow]]:
    """Download a report to a folder of its own, and return its rows; the file is removed."""
    folder = yield from run_in_thread(partial(tempfile.mkdtemp, prefix="marketplace-report-"))
    try:
        target = Path(folder) / "report"
        path = yield from download(context, report, target, timeout=timeout, max_size=max_size)
        try:
            return (yield from run_in_thread(partial(rows_in, path, max_size)))
        except DownloadFailed as error:
            error.operation = "reports.read"
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows_in(path: Path, max_size: int = MAX_READ_SIZE) -> list[ReportRow]:
    """Read the rows of a file; its first bytes tell the format.

    Raises:
        DownloadFailed: If they can't be read.
    """
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        if head.startswith(b"PK"):
            return _named(_workbook(path, max_size))
        text = path.read_text(encoding="utf-8-sig")
        if head[:1] in (b"[", b"{"):
            return _objects(json.loads(text, parse_float=str, parse_int=str))
        if not head.startswith(b"<"):
            return _named(_table(text))
    except (ValueError, RecursionError, csv.Error) as error:
        raise _unreadable(f"it is malformed ({type(error).__name__})") from None
    raise _unreadable("it is XML or HTML, which has no rows")


def _table(text: str) -> Iterator[list[str]]:
    """Split CSV by the separator that its first line has most of."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _objects(value: Any) -> list[ReportRow]:
    """Return the objects of an array, or of the only array in an object."""
    if isinstance(value, dict):
        arrays = [each for each in value.values() if isinstance(each, list)]
        value = arrays[0] if len(arrays) == 1 else None
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _unreadable("it is JSON without rows")
    return [{name: _text(each) for name, each in row.items()} for row in value]


def _workbook(path: Path, max_size: int) -> Iterator[list[str]]:
    """Read the first sheet that has rows.

    Raises:
        DownloadFailed: If openpyxl is not installed, or the workbook is damaged or too large.
    """
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise _unreadable(
            "a workbook needs openpyxl", "Run pip install '.[xlsx]' in the clone."
        ) from None
    try:
        with path.open("rb") as file:
            return iter(_first_table(openpyxl, file, max_size))
    except DownloadFailed:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged file does to the library
        why = f"the workbook is damaged ({type(error).__name__})"
    raise _unreadable(why)


def _first_table(openpyxl: Any, file: BinaryIO, max_size: int) -> list[list[str]]:
    with zipfile.ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > max_size:
            raise _unreadable(f"unpacked it is larger than {max_size} bytes")
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        if any(map(any, rows)):
            return rows
    return []


def _named(table: Iterable[list[str]]) -> list[ReportRow]:
    """Return rows by the names in the first one; a name that is repeated gets a number."""
    lines = iter(table)
    names: list[str] = []
    for name in next(lines, []):
        number = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({number + 1})" if number else name)
    filled = (line for line in lines if any(line))
    return [dict(zip(names, [*line, *[""] * len(names)], strict=False)) for line in filled]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _unreadable(why: str, advice: str = "") -> DownloadFailed:
    return DownloadFailed(
        f"the report can't be read as rows: {why}",
        advice=advice or "Download the file with reports.download, and look at it.",
    )
