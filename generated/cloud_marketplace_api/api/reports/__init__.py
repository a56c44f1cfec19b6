"""The resource `reports`: Exports of rated data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncSender, Sender
from . import reports_create, reports_get, reports_list

if TYPE_CHECKING:
    from ...models import Report, ReportFormat, ReportList, ReportRequest, ReportStatus, ReportType


class Reports:
    """Exports of rated data."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        format: ReportFormat | str | None = None,
        status: ReportStatus | str | None = None,
        type: ReportType | str | None = None,
        from_: datetime.date | str | None = None,
        to: datetime.date | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> ReportList:
        """List report files, newest first.

        Paging is ignored: every `offset` and `limit` returns all rows, with offset 0 and the
        limit equal to the total. Documented rows carry only name, format, creation date and
        download address. Which reports are made, and with what columns, is set in the control
        panel; files stay for 90 days.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the report's name.
            format: File format.
            status: State of the report.
            type: Kind of schedule.
            from_: Reports created on this day or later.
            to: Reports created on this day or earlier.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `ReportList`.
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
        return self._sender.send(call, timeout=timeout)

    def create(
        self, body: ReportRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Report:
        """Schedule a one-time report.

        The file is made after the response: poll `reports.get` until the status is terminal. Not
        replayable: a second call makes a second report.

        Effect: write; never send the same request twice.

        Args:
            body: `ReportRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Report`.
        """
        call = reports_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def get(self, report_id: str | int, *, timeout: float | None = None) -> Report:
        """Read one report.

        Gives the download address once the report is complete. Fetch that address without the
        API's headers: it is signed for itself and refuses them.

        Effect: read; the same request may be sent twice.

        Args:
            report_id: Identifier of the report.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Report`.
        """
        call = reports_get.call(report_id)
        return self._sender.send(call, timeout=timeout)


class AsyncReports:
    """Exports of rated data, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    async def list(
        self,
        *,
        name: str | None = None,
        format: ReportFormat | str | None = None,
        status: ReportStatus | str | None = None,
        type: ReportType | str | None = None,
        from_: datetime.date | str | None = None,
        to: datetime.date | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> ReportList:
        """List report files, newest first.

        Paging is ignored: every `offset` and `limit` returns all rows, with offset 0 and the
        limit equal to the total. Documented rows carry only name, format, creation date and
        download address. Which reports are made, and with what columns, is set in the control
        panel; files stay for 90 days.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the report's name.
            format: File format.
            status: State of the report.
            type: Kind of schedule.
            from_: Reports created on this day or later.
            to: Reports created on this day or earlier.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `ReportList`.
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
        return await self._sender.send(call, timeout=timeout)

    async def create(
        self, body: ReportRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Report:
        """Schedule a one-time report.

        The file is made after the response: poll `reports.get` until the status is terminal. Not
        replayable: a second call makes a second report.

        Effect: write; never send the same request twice.

        Args:
            body: `ReportRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Report`.
        """
        call = reports_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def get(self, report_id: str | int, *, timeout: float | None = None) -> Report:
        """Read one report.

        Gives the download address once the report is complete. Fetch that address without the
        API's headers: it is signed for itself and refuses them.

        Effect: read; the same request may be sent twice.

        Args:
            report_id: Identifier of the report.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Report`.
        """
        call = reports_get.call(report_id)
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncReports", "Reports"]
