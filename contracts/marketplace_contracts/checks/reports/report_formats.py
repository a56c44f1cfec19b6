"""One report in each of its formats."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.reports.report_life import completed_report, schedules_reports
from marketplace_contracts.checks.support.report_file import READERS, Table, read
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.finding import Violation

COLUMNS = {
    "RESELLER_INVOICE_NUMBER",
    "INVOICE_DATE",
    "SUBSCRIPTION_ID",
    "CUSTOMER_ACCOUNT_ID",
    "CUSTOMER_NAME",
    "RESELLER_DETAIL_TYPE",
    "RESELLER_DETAIL_QTY",
    "RESELLER_DETAIL_UNIT_PRICE",
    "RESELLER_DETAIL_TOTAL",
    "RESELLER_RESOURCE_MPN",
}
"""Columns of invoice workbooks (facts E12)."""


MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


WHOLE_OR_NOTHING = (416, 200)
"""What HTTP allows for a range that is not in a file (RFC 9110)."""


@sequence_check("life", concerns=schedules_reports, effects=READ_WRITE, clock=True)
def report_formats(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A report has the same table in each format, and its file can be opened (facts E12)."""
    tables: dict[str, Table] = {}
    pointer = api.contract.pointer_to("Report", "format")
    for name in READERS:
        body = {**body_for(api, operation), "format": name, "startDate": "2025-11-01T00:00:00Z"}
        report = completed_report(api, api.json(operation, body=body))
        url = urljoin(api.target.base_url + "/", str(report.get("downloadUrl")))
        api.contract.redactor.learn("SIGNED_QUERY", urlsplit(url).query)
        file = api.download(url)
        media = file.headers.get("content-type", "").partition(";")[0]
        if media != MEDIA[name]:
            yield Violation("a file is called what it is", f"{media} for {name}", pointer)
        yield from _in_parts(api, url, file.content)
        try:
            tables[name] = read(file.content, name)
        except ValueError as error:
            observed = f"{name}: {api.contract.redactor.mask(str(error))}"
            yield Violation("the file of a report can be opened", observed, pointer)
    first = next(iter(tables.values()), [])
    for name, table in tables.items():
        if table != first or len(table) < 2:
            sizes = {one: len(rows) for one, rows in tables.items()}
            observed = f"{name} differs; rows: {api.contract.show(sizes)}"
            yield Violation("a report holds the same table in each format", observed, pointer)
    if first and not set(first[0]) >= COLUMNS:
        observed = f"no {', '.join(sorted(COLUMNS - set(first[0])))}"
        yield Violation("a report has the columns of invoices", observed, pointer)


def _in_parts(api: ApiClient, url: str, content: bytes) -> Iterator[Violation]:
    """Check that the file storage serves ranges, which resumed downloads need."""
    size, pointer = len(content), api.contract.pointer_to("Report", "downloadUrl")
    for wanted, first, last in (("4-9", 4, 9), (f"{size - 5}-", size - 5, size - 1)):
        part = api.download(url, {"Range": f"bytes={wanted}"})
        content_range = part.headers.get("content-range")
        right = (206, content[first : last + 1], f"bytes {first}-{last}/{size}")
        unit = part.headers.get("accept-ranges", "bytes")
        if (part.status_code, part.content, content_range) != right or unit != "bytes":
            observed = f"status {part.status_code}, {content_range} for bytes={wanted} of {size}"
            yield Violation("a part of a file is what was asked for", observed, pointer)
    beyond = api.download(url, {"Range": f"bytes={size}-"}).status_code
    if beyond not in WHOLE_OR_NOTHING:
        observed = f"status {beyond} for a part that begins at the end"
        yield Violation("a part beyond a file is refused with 416, or ignored", observed, pointer)
