"""Download the file of a report: without API headers, in parts, resumed, moved into place.

The address is signed and a secret; the storage behind it rejects the API's headers, so they are
never sent there, whatever the address is. Redirects are not followed.

What was received is beside the target as `.NAME.part`, with a note of what it is a part of. A
download that breaks off is resumed, at once or by a later process, if the server supports ranges
and still has the same file: only a strong ETag tells that.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin

from cloud_marketplace_api.api.reports import reports_get

from cloud_marketplace._config.base_url import Address
from cloud_marketplace._config.settings import Settings, check_timeout
from cloud_marketplace._engine.messages import HttpRequest
from cloud_marketplace._engine.steps import Flow, Sleep, run_in_thread, send_call, stream
from cloud_marketplace._observability import logs
from cloud_marketplace._observability.hooks import Waiting
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.files.part_file import PartFile
from cloud_marketplace.errors import DownloadFailed

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Report, ReportSummary

MAX_SIZE: Final = 4 * 2**30
"""Largest file in bytes, if the caller states no other."""

WHOLE_TIMEOUT: Final = 3600.0
"""Seconds for a whole download, if the caller states no other."""

SILENCE_TIMEOUT: Final = 120.0
"""Seconds to wait for the next bytes."""

_MAX_FAILURES: Final = 5
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 15.0
_TRANSIENT: Final = (408, 429, 500, 502, 503, 504)


def download(
    context: Context,
    report: Report | ReportSummary | str | int,
    target: Path,
    *,
    timeout: float | None = None,
    max_size: int = MAX_SIZE,
) -> Flow[Path]:
    """Download the file of a report.

    Args:
        context: The client's settings and clocks.
        report: The report, its row, or its id; if a row lacks the address, the report is read.
        target: Path of the file; an existing file is replaced at the end.
        timeout: Seconds for everything; None takes an hour.
        max_size: Largest size of the file in bytes.

    Raises:
        DownloadFailed: If there is no file yet, or it can't be downloaded completely.
        MarketplaceError: If the report can't be read.
        TypeError: If the report is of another type.
        ValueError: If the timeout or the size is not a positive number.
    """
    return _Download(context, target, check_timeout(timeout), max_size).run(report)


class _Download:
    """One download, with its deadline and what it has received."""

    def __init__(
        self, context: Context, target: Path, timeout: float | None, max_size: int
    ) -> None:
        if isinstance(max_size, bool) or not isinstance(max_size, int) or max_size < 1:
            raise ValueError("max_size must be a positive number of bytes")
        self._context = context
        self._target = target
        self._began = context.clock()
        self._ends = self._began + (timeout or WHOLE_TIMEOUT)
        self._part = PartFile(target, max_size, lambda: self._left() <= 0)

    def run(self, report: Report | ReportSummary | str | int) -> Flow[Path]:
        """Download the file, and release the part file whatever happens."""
        try:
            self._part.check_target()
            address = address_of(self._context.settings, (yield from self._url(report)))
            yield from run_in_thread(partial(self._part.open, _fingerprint(address)))
            yield from self._receive(address)
            yield from run_in_thread(self._part.move)
        except DownloadFailed as error:
            error.operation, error.attempts = "reports.download", self._part.attempts
            error.elapsed = round(self._context.clock() - self._began, 3)
            raise
        finally:
            self._part.close()
        return self._target

    def _left(self) -> float:
        return self._ends - self._context.clock()

    def _url(self, report: Report | ReportSummary | str | int) -> Flow[Secret]:
        """Find the address of the file, in the given report or by reading it."""
        from cloud_marketplace_api.models import Report, ReportSummary

        found = report
        if isinstance(found, bool) or not isinstance(found, Report | ReportSummary | str | int):
            raise TypeError(f"report must be a report or an id, not {type(found).__name__}")
        identifier = found if isinstance(found, str | int) else found.id
        if isinstance(found, str | int) or (
            isinstance(identifier, str | int) and identifier and not found.download_url
        ):
            call = reports_get.call(cast("str | int", identifier))
            found = yield from send_call(call, within=self._left())
        if isinstance(found.download_url, str) and found.download_url:
            return Secret(found.download_url)
        raise DownloadFailed(
            f"the report has no file, it is {found.status or 'of unknown status'}",
            advice="Wait until the report is completed.",
        )

    def _receive(self, address: Secret) -> Flow[None]:
        """Send requests until the file is complete; only new bytes count as progress."""
        part = self._part
        failures, furthest, pause = 0, part.size, _FIRST_PAUSE
        while not part.is_complete:
            why = yield from self._attempt(address)
            if part.is_complete:
                return
            failures = 0 if part.size > furthest else failures + 1
            furthest = max(furthest, part.size)
            if failures >= _MAX_FAILURES or self._left() <= pause:
                raise self._broken(why)
            logs.waiting(Waiting("reports.download", "retry", pause, part.attempts))
            yield Sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _attempt(self, address: Secret) -> Flow[str]:
        """Send one request; return why the file is not complete after it."""
        part = self._part
        part.attempts += 1
        part.status = 0
        timeout = max(0.001, min(SILENCE_TIMEOUT, self._left()))
        request = HttpRequest("GET", address.reveal(), part.headers(), timeout=timeout)
        failure = yield from stream(request, part)
        if part.trouble is not None:
            raise part.trouble
        yield from run_in_thread(partial(part.end, is_broken=failure is not None))
        if failure is not None:
            return failure.kinds[0]
        if part.status == 416:
            yield from run_in_thread(part.forget)
        elif part.status not in (200, 206, *_TRANSIENT):
            raise _refused(part.status)
        return str(part.status)

    def _broken(self, why: str) -> DownloadFailed:
        part = self._part
        of = "" if part.origin.total is None else f" of {part.origin.total}"
        late = ", and no time is left" if self._left() <= _LONGEST_PAUSE else ""
        return DownloadFailed(f"it broke off after {part.size}{of} bytes: {why}{late}")


def address_of(settings: Settings, url: Secret) -> Secret:
    """Return the full URL of a file; a relative one is resolved against the API's base URL.

    Raises:
        DownloadFailed: If it is neither an https address nor an http address of this machine.
    """
    # No variable holds the URL in clear: it would show in a traceback with locals.
    full = Secret(urljoin(settings.address.url + "/", url.reveal().strip()))
    try:
        Address.parse(full.reveal().partition("?")[0])
    except ValueError as error:
        problem = str(error)
    else:
        return full
    raise DownloadFailed(
        f"the download address is malformed: {problem}", advice="Report this response."
    )


def _refused(status: int) -> DownloadFailed:
    advice = ""
    if 300 <= status < 400:
        advice = "Report this address: it redirects, which is not followed."
    elif status in (401, 403, 404):
        advice = "Read the report again: its address may have expired (90 days)."
    return DownloadFailed("the storage refuses the file", advice=advice, status=status)


def _fingerprint(address: Secret) -> str:
    """Return a fingerprint of a URL without its signature."""
    return sha256(address.reveal().partition("?")[0].encode()).hexdigest()
