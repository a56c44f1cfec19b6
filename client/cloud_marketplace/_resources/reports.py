"""Reports, with their files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_marketplace_api.api import reports as generated

from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.download import download

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Report, ReportSummary

    from cloud_marketplace._transport.run_loops import AsyncRunLoop, SyncRunLoop


class Reports(generated.Reports):
    """Exports of rated data."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: SyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    def download(self, report: Report | ReportSummary | str, to: str | os.PathLike[str]) -> Path:
        """Fetch a report's file, and put it in place when it is whole.

        The API's key and token are not sent, wherever the address points to, and redirects are not
        followed (facts E12). A download that breaks off is resumed, at once and in later calls,
        from `.NAME.part` beside the target, where the server allows.

        Args:
            report: A report, a row of the list, or an id.
            to: Path of the file; one that is there is replaced at the end.

        Raises:
            DownloadFailed: If there is no file yet, or it does not come whole.
            MarketplaceError: If the report can't be read.
        """
        return self._run_loop.run(download(self._context, report, Path(to)))


class AsyncReports(generated.AsyncReports):
    """Exports of rated data, asynchronous."""

    __slots__ = ("_context", "_run_loop")

    def __init__(self, sender: AsyncRunLoop) -> None:
        super().__init__(sender)
        self._run_loop = sender
        self._context = Context.of(sender.engine)

    async def download(
        self, report: Report | ReportSummary | str, to: str | os.PathLike[str]
    ) -> Path:
        """Fetch a report's file, and put it in place when it is whole; see `Reports.download`."""
        return await self._run_loop.run(download(self._context, report, Path(to)))
