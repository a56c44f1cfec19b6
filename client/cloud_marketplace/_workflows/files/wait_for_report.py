"""Wait for the file of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cloud_marketplace_api.api.reports import reports_get

from cloud_marketplace._engine.steps import Flow, Sleep, send_call
from cloud_marketplace._workflows.context import Context
from cloud_marketplace.errors import (
    DownloadFailed,
    MarketplaceError,
    NoAnswer,
    NotSent,
    RateLimited,
    ServerError,
    WaitTimeout,
)

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Report

DEFAULT_TIMEOUT: Final = 600.0
"""Seconds to wait for a report, if the caller states no other."""

_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 60.0
_MAX_FAILURES: Final = 5


def wait_for_report(context: Context, report_id: str | int, timeout: float) -> Flow[Report]:
    """Read a report until it has a file, with pauses from 2 to 60 seconds.

    Up to four failures in a row are tolerated, as long as there is time.

    Args:
        context: Gives the time.
        report_id: Identifier of the report.
        timeout: Seconds to wait at most.

    Raises:
        DownloadFailed: If the report ended in an error.
        WaitTimeout: If time is up and the report was read.
        MarketplaceError: If the report can't be read.
    """
    began, looks, failures, pause = context.clock(), 0, 0, _FIRST_PAUSE
    report: Report | None = None
    status = "was not read"
    while True:
        looks += 1
        failure: MarketplaceError | None = None
        left = began + timeout - context.clock()
        try:
            report = yield from send_call(reports_get.call(report_id), within=left)
        except (NoAnswer, NotSent, RateLimited, ServerError) as error:
            failure = error
            failures += 1
        else:
            failures = 0
            if report.download_url:
                return report
            status = f"is {report.status or 'of unknown status'}"
            if str(report.status) == "error":
                raise DownloadFailed(
                    "the report ended in error",
                    advice="Create another report.",
                    operation="reports.get",
                    attempts=looks,
                )
        left = began + timeout - context.clock()
        if failure is not None and failures >= _MAX_FAILURES:
            raise failure
        if left <= 0:  # the last read had no time to succeed; earlier ones tell the state
            late = _late(status, looks, context.clock() - began)
            raise late if failure is None or report else failure
        requested = getattr(failure, "retry_after", None) or 0.0
        yield Sleep(min(max(pause, requested), left))
        pause = min(pause * 2, _LONGEST_PAUSE)


def _late(status: str, looks: int, seconds: float) -> WaitTimeout:
    return WaitTimeout(
        f"the report {status} after {round(seconds, 3):g} s",
        advice="Wait again later: the service goes on producing the report.",
        operation="reports.get",
        attempts=looks,
        elapsed=round(seconds, 3),
    )
