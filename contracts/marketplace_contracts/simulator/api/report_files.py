"""Contents of report files: one table in four formats (facts E12)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.pricing import decimal_text
from marketplace_contracts.simulator.domain.world import World

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    "RESELLER_INVOICE_NUMBER", "INVOICE_DATE", "SUBSCRIPTION_ID", "CUSTOMER_ACCOUNT_ID",
    "CUSTOMER_NAME", "RESELLER_DETAIL_TYPE", "RESELLER_DETAIL_QTY", "RESELLER_DETAIL_UNIT_PRICE",
    "RESELLER_DETAIL_TOTAL", "RESELLER_RESOURCE_MPN",
)  # fmt: skip
"""Observed columns of invoice workbooks (facts E12)."""

Table = list[tuple[str, ...]]

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def render(world: World, report: Report) -> bytes:
    """Return the file of a report: the charges of all orders provisioned in its period."""
    table = [COLUMNS, *_rows(world, report)]
    if report.format == "JSON":
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in table[1:]]
        return json.dumps(rows, indent=1).encode()
    if report.format == "XML":
        return _xml(table)
    if report.format == "XLSX":
        return _workbook(table)
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def _rows(world: World, report: Report) -> Iterator[tuple[str, ...]]:
    first = _moment(report.starts) or datetime.min.replace(tzinfo=report.created.tzinfo)
    last = _moment(report.ends) or report.created
    for order in world.orders.values():
        if order.provisioned is None or not first <= order.provisioned <= last:
            continue
        customer = world.customers[order.customer_id]
        for line in order.lines:
            for charge in line.charges:
                yield (
                    # A file is one invoice in any format; its period gives the number.
                    f"INV-{first.date():%Y%m%d}-{last.date():%Y%m%d}",
                    last.date().isoformat(),
                    line.subscription_id or "",
                    order.customer_id,
                    customer.document["name"],
                    charge.kind,
                    str(charge.quantity),
                    decimal_text(charge.unit),
                    decimal_text(charge.extended),
                    line.product.mpn,
                )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.upper().replace(":60", ":59")) if text else None


def _xml(table: Table) -> bytes:
    rows = "".join(
        "<row>"
        + "".join(
            f"<{name}>{escape(value)}</{name}>" for name, value in zip(COLUMNS, row, strict=True)
        )
        + "</row>"
        for row in table[1:]
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rows>{rows}</rows>'.encode()


def _workbook(table: Table) -> bytes:
    """Return a workbook with one sheet; the same table gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in (*_skeleton(), ("xl/worksheets/sheet1.xml", _sheet(table))):
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return target.getvalue()


def _sheet(table: Table) -> str:
    rows = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' for value in row)
        + "</row>"
        for row in table
    )
    return f"<worksheet xmlns={quoteattr(_SHEET)}><sheetData>{rows}</sheetData></worksheet>"


def _skeleton() -> Iterator[tuple[str, str]]:
    """Yield the parts that make a zip file a workbook."""
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/>'
            "</Types>"
        ),
    )
    yield "_rels/.rels", _relationship("officeDocument", "xl/workbook.xml")
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">'
            '<sheets><sheet name="Report" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
    )
    yield "xl/_rels/workbook.xml.rels", _relationship("worksheet", "worksheets/sheet1.xml")


def _relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
