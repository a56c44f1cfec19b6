"""Report files of each format, read as one table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

Table: TypeAlias = list[list[str]]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"

BROKEN = (ET.ParseError, zipfile.BadZipFile, zlib.error)
"""What the readers raise for damaged files, beside errors of Python such as RecursionError."""


def read(content: bytes, name: str) -> Table:
    """Return the table of a file, column names first.

    Raises:
        ValueError: The file does not have its format; the text says why.
    """
    try:
        return READERS[name.lower()](content)
    except KeyError as error:
        raise ValueError(f"it lacks {error}") from None
    except (*BROKEN, UnicodeDecodeError, LookupError, RuntimeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def _csv(content: bytes) -> Table:
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if not table or any(len(row) != len(table[0]) for row in table):
        raise ValueError("its rows differ in length")
    return table


def _json(content: bytes) -> Table:
    found: Any = json.loads(content)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueError("it is not a list of objects")
    names = list(found[0]) if found else []
    return [names, *([str(row[name]) for name in names] for row in found)]


def _xml(content: bytes) -> Table:
    rows = list(ET.fromstring(content))  # noqa: S314 - a file of the service under check
    names = [cell.tag for cell in rows[0]] if rows else []
    return [names, *([row.findtext(name) or "" for name in names] for row in rows)]


def _xlsx(content: bytes) -> Table:
    """Follow a workbook from its root to its first sheet, as spreadsheet programs do."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: ET.fromstring(part) for name, part in parts.items()}  # noqa: S314 - of the service, too
    declared = {
        one.get("PartName"): one.get("ContentType")
        for one in trees["[Content_Types].xml"].iter(f"{TYPES}Override")
    }
    workbook = _target(trees["_rels/.rels"], "officeDocument", "")
    folder, _, name = workbook.rpartition("/")
    sheet = next(iter(trees[workbook].iter(f"{SHEET}sheet")), None)
    if sheet is None or not sheet.get("name"):
        raise ValueError("it has no named sheet")
    relation = str(sheet.get(f"{OFFICE}id"))
    path = _target(trees[f"{folder}/_rels/{name}.rels"], "worksheet", relation)
    for part, kind in ((workbook, "sheet.main"), (f"{folder}/{path}", "worksheet")):
        if declared.get(f"/{part}") != f"{MAIN}.{kind}+xml":
            raise ValueError(f"{part} is not declared as a {kind}")
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")]
        for row in trees[f"{folder}/{path}"].iter(f"{SHEET}row")
    ]


def _target(relations: ET.Element, kind: str, identifier: str) -> str:
    for one in relations.iter(f"{PACKAGE}Relationship"):
        if str(one.get("Type")).endswith(f"/{kind}") and identifier in {"", one.get("Id")}:
            return str(one.get("Target"))
    raise ValueError(f"it has no relationship to its {kind}")


READERS: Mapping[str, Callable[[bytes], Table]] = MappingProxyType(
    {"csv": _csv, "json": _json, "xml": _xml, "xlsx": _xlsx}
)
