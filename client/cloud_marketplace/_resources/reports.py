"""Reports, with their files."""

from __future__ import annotations

import builtins
import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cloud_marketplace_api.api import reports as generated
from cloud_marketplace_api.api.reports import reports_list

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.files.download import MAX_SIZE, download
from cloud_marketplace._workflows.files.report_rows import MAX_READ_SIZE, ReportRow, read_report
from cloud_marketplace._workflows.files.wait_for_report import DEFAULT_TIMEOUT, wait_for_report

if TYPE_CHECKING:
    from cloud_marketplace_api.models import (
        Report,
        ReportFormat,
        ReportRequest,
        ReportStatus,
        ReportSummary,
        ReportType,
    )
    from cloud_marketplace_api.protocols import AsyncPage, Page

    from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop


class Reports(generated.Reports):
    """Exports of rated data."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: SyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    def list(  # type: ignore[override]  # iterates like all lists, though the service does not page
        self,
        *,
        name: str | None = None,
        format: ReportFormat | str | None = None,
        status: ReportStatus | str | None = None,
        type: ReportType | str | None = None,
        from_: dt.date | str | None = None,
        to: dt.date | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[ReportSummary]:
        """List report files, newest first.

        The service ignores `offset` and `limit`: the first page has all rows. Documented rows have
        only name, format, creation date and download address. Which reports are made, and with
        what columns, is set in the control panel; files are kept for 90 days.

        Args:
            name: Part of the report's name.
            format: File format.
            status: State of the report.
            type: Kind of schedule.
            from_: Reports created on this day or later.
            to: Reports created on this day or earlier.
            offset: Is ignored by the service.
            limit: Is ignored by the service.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            A page that iterates over all rows.
        """
        call = reports_list.call(
            name=name,
            format=format,
            status=status,
            type=type,
            from_=from_,
            to=to,
            offset=offset,
            limit=limit,
        )
        return self._run_loop.page(call, timeout=timeout)

    def create(
        self, body: ReportRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Report:
        """Schedule a one-time report; `wait` returns it once it has a file.

        Send the format in lower case, `ReportFormat.LOWER_XLSX` for instance: the vendor's file
        declares it so for requests. Responses have it in upper case.

        A second call makes a second report, so the request is never sent twice.

        Args:
            body: `ReportRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.
        """
        return super().create(body, timeout=timeout)

    def wait(self, report_id: str | int, *, timeout: float = DEFAULT_TIMEOUT) -> Report:
        """Wait until a report has a file, and return the report.

        Effect: read.

        Args:
            report_id: Identifier of the report.
            timeout: Seconds to wait in all.

        Raises:
            DownloadFailed: If the report ended in an error.
            WaitTimeout: If it has no file yet.
        """
        seconds = check_timeout(timeout) or DEFAULT_TIMEOUT
        return self._run_loop.run(wait_for_report(self._context, report_id, seconds))

    def download(
        self,
        report: Report | ReportSummary | str | int,
        to: str | os.PathLike[str],
        *,
        timeout: float | None = None,
        max_size: int = MAX_SIZE,
    ) -> Path:
        """Download a report's file, and move it into place when it is complete.

        The API's key and token are not sent, whatever the address is, and redirects are not
        followed. A download that breaks off is resumed from `.NAME.part` beside the target, at
        once and by later calls, if the server has a strong ETag for the file; otherwise it begins
        anew. Two downloads to one target don't disturb each other: the last one to end stays.

        Effect: read.

        Args:
            report: A report, a row of the list, or an id.
            to: Path of the file. An existing file is replaced at the end; folders, devices and
                FIFOs are refused.
            timeout: Seconds for everything; None takes an hour.
            max_size: Largest size of the file in bytes.

        Raises:
            DownloadFailed: If there is no file yet, it can't be downloaded completely, is too
                large, or can't be written.
            MarketplaceError: If the report can't be read.
        """
        flow = download(self._context, report, Path(to), timeout=timeout, max_size=max_size)
        return self._run_loop.run(flow)

    def read(
        self,
        report: Report | ReportSummary | str | int,
        *,
        timeout: float | None = None,
        max_size: int = MAX_READ_SIZE,
    ) -> builtins.list[ReportRow]:
        """Download a report's file and return its rows.

        Reads CSV, JSON and, with the extra `xlsx`, the first sheet of a workbook that has rows. A
        row is a dictionary of texts, so amounts are exact: `Decimal(row["RESELLER_DETAIL_TOTAL"])`.
        The columns are chosen in the control panel. Those that were seen in invoices:
        RESELLER_INVOICE_NUMBER, INVOICE_DATE, SUBSCRIPTION_ID, CUSTOMER_ACCOUNT_ID, CUSTOMER_NAME,
        RESELLER_DETAIL_TYPE, RESELLER_DETAIL_QTY, RESELLER_DETAIL_UNIT_PRICE,
        RESELLER_DETAIL_TOTAL and RESELLER_RESOURCE_MPN. Rows can be repeated within one file.

        Effect: read.

        Args:
            report: A report, a row of the list, or an id.
            timeout: Seconds for everything; None takes an hour.
            max_size: Largest size in bytes of the file, and of a workbook when it is unpacked.

        Raises:
            DownloadFailed: If there is no file yet, or it can't be downloaded or read.
            MarketplaceError: If the report can't be read.
        """
        flow = read_report(self._context, report, timeout=timeout, max_size=max_size)
        return self._run_loop.run(flow)


class AsyncReports(generated.AsyncReports):
    """Exports of rated data, asynchronous."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: AsyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    def list(  # type: ignore[override]  # iterates like its twin
        self,
        *,
        name: str | None = None,
        format: ReportFormat | str | None = None,
        status: ReportStatus | str | None = None,
        type: ReportType | str | None = None,
        from_: dt.date | str | None = None,
        to: dt.date | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[ReportSummary]:
        """List report files, newest first; see `Reports.list`. Await it, or use `async for`."""
        call = reports_list.call(
            name=name,
            format=format,
            status=status,
            type=type,
            from_=from_,
            to=to,
            offset=offset,
            limit=limit,
        )
        return self._run_loop.page(call, timeout=timeout)

    async def create(
        self,
        body: ReportRequest | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Report:
        """Schedule a one-time report; see `Reports.create`."""
        return await super().create(body, timeout=timeout)

    async def wait(
        self,
        report_id: str | int,
        *,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Report:
        """Wait until a report has a file; see `Reports.wait`."""
        seconds = check_timeout(timeout) or DEFAULT_TIMEOUT
        return await self._run_loop.run(wait_for_report(self._context, report_id, seconds))

    async def download(
        self,
        report: Report | ReportSummary | str | int,
        to: str | os.PathLike[str],
        *,
        timeout: float | None = None,
        max_size: int = MAX_SIZE,
    ) -> Path:
        """Download a report's file, and move it into place; see `Reports.download`."""
        flow = download(self._context, report, Path(to), timeout=timeout, max_size=max_size)
        return await self._run_loop.run(flow)

    async def read(
        self,
        report: Report | ReportSummary | str | int,
        *,
        timeout: float | None = None,
        max_size: int = MAX_READ_SIZE,
    ) -> builtins.list[ReportRow]:
        """Download a report's file and return its rows; see `Reports.read`."""
        flow = read_report(self._context, report, timeout=timeout, max_size=max_size)
        return await self._run_loop.run(flow)
