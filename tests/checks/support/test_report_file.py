"""Report files: each damage that keeps a program from opening one is an error."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from marketplace_contracts.checks.support.report_file import read
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import body_for

BAD = {
    "csv": [b"", b"A,B\r\n1\r\n", b"\xff\xfe"],
    "json": [b"{}", b"[1]", b"[", b'[{"A": 1}, {"B": 1}]'],
    "xml": [b"<rows>", b"\xff"],
    "xlsx": [b"PK", b"<html>", b""],
}


@pytest.fixture(scope="module")
def workbook(sound: ApiClient) -> bytes:
    """A workbook of the simulator."""
    body = {**body_for(sound, sound.operation("reports.create")), "format": "xlsx"}
    report = sound.json("reports.create", body=body)
    sound.advance(60)
    found = sound.json("reports.get", {"reportId": report["id"]})
    address = str(found["downloadUrl"])
    origin = re.sub(r"(https?://[^/]+).*", r"\1", sound.target.base_url)
    return sound.download(address if "://" in address else origin + address).content


def without(part: str) -> Callable[[dict[str, bytes]], None]:
    """Leave a part out."""
    return lambda parts: parts.__delitem__(part)


def replaced(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    """Replace something in a part."""

    def damage(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return damage


DAMAGE = [
    without("[Content_Types].xml"),
    without("_rels/.rels"),
    without("xl/workbook.xml"),
    without("xl/_rels/workbook.xml.rels"),
    without("xl/worksheets/sheet1.xml"),
    replaced("xl/workbook.xml", b'r:id="r1"', b'r:id="r2"'),
    replaced("xl/workbook.xml", b'name="Report"', b'name=""'),
    replaced("_rels/.rels", b"/officeDocument", b"/document"),
    replaced("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"sheet1.xml"),
    replaced("[Content_Types].xml", b"sheet.main+xml", b"sheet+xml"),
    replaced("xl/worksheets/sheet1.xml", b"</worksheet>", b""),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_workbook_cannot_be_read(
    workbook: bytes, damage: Callable[[dict[str, bytes]], None]
) -> None:
    """A workbook without one of its parts or relationships does not open."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert len(read(workbook, "xlsx")) > 1
    damage(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ValueError, match=r"\w"):
        read(target.getvalue(), "xlsx")


@pytest.mark.parametrize(("name", "content"), [(n, c) for n, cs in BAD.items() for c in cs])
def test_what_is_no_file_of_its_format_cannot_be_read(name: str, content: bytes) -> None:
    """Each format has invalid contents."""
    with pytest.raises(ValueError, match=r"\w"):
        read(content, name)
