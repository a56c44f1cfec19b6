"""Fetching a report's file whole: without API headers, in parts, resumed, moved into place.

The address is signed for itself and is a secret; the storage behind it refuses the API's headers
(facts E12), so they never go there, wherever it points to. Redirects are not followed.

What has come lies beside the target as `.NAME.part`, with a note of what it is a part of. A
download that breaks off goes on from there, at once or in a later process, where the server gives
ranges and still has the same file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urljoin

from cloud_marketplace_api.api.reports import reports_get

from cloud_marketplace._config.base_url import Address
from cloud_marketplace._config.settings import Settings
from cloud_marketplace._engine.messages import HttpRequest
from cloud_marketplace._engine.steps import Flow, Sleep, run_in_thread, send_call, stream
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace._workflows.context import Context
from cloud_marketplace.errors import DownloadFailed

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Report, ReportSummary

TIMEOUT: Final = 120.0
"""Seconds to wait for each part."""

_MOST_FAILURES: Final = 5
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 15.0
_HEADERS: Final = {
    "Accept": "*/*",
    # Ranges count the bytes of the file, not those of a packed form.
    "Accept-Encoding": "identity",
    "User-Agent": "cloud-marketplace-python",
}
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_PASSING: Final = (408, 429, 500, 502, 503, 504)


def address_of(settings: Settings, url: Secret) -> Secret:
    """Make the full address of a file; relative ones are below the API's host (facts E12).

    Raises:
        DownloadFailed: If it is no https address, or http of this machine.
    """
    # No variable holds the address in clear: it would show in a traceback with locals.
    full = Secret(urljoin(settings.address.url + "/", url.reveal().strip()))
    try:
        Address.parse(full.reveal().partition("?")[0])
    except ValueError as error:
        problem = str(error)
    else:
        return full
    raise DownloadFailed(
        f"the download address is malformed: {problem}", advice="Report this answer."
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """What a part is a part of.

    Attributes:
        source: Fingerprint of the address without its signature.
        validator: ETag or date of the file; empty where the server tells none.
        total: Size of the whole file; None where it is not told.
    """

    source: str
    validator: str = ""
    total: int | None = None


class Part:
    """What has come of a file, beside its target; the receiver of a stream.

    Args:
        target: Where the file is to be.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.part")
        self._note = target.with_name(f".{target.name}.part.json")
        self.origin = Origin("")
        self.attempts = 0
        self.status = 0
        self.size = 0
        self.is_whole = False
        self._file: IO[bytes] | None = None

    def find(self) -> None:
        """Take up what an earlier download left, if it is of the same file."""
        self.size, self.is_whole = 0, False
        known = _note(self._note)
        if known and known.source == self.origin.source and self.path.exists():
            self.origin = known
            self.size = self.path.stat().st_size
            self.is_whole = self.size == known.total

    def headers(self) -> Mapping[str, str]:
        """What to ask for: the rest, if there is a beginning and the file is the same."""
        if not self.size:
            return _HEADERS
        wanted = {"Range": f"bytes={self.size}-"}
        if self.origin.validator:
            wanted["If-Range"] = self.origin.validator
        return {**_HEADERS, **wanted}

    def begin(self, status: int, headers: Mapping[str, str]) -> bool:
        """Take the head of an answer; tells whether its body is wanted.

        Raises:
            DownloadFailed: If the file comes packed.
        """
        self.status = status
        if status not in (200, 206):
            return False
        if headers.get("content-encoding", "identity") != "identity":
            raise DownloadFailed("the storage packs the file although it was asked not to")
        if status == 206:
            return self._go_on(headers)
        length = headers.get("content-length", "")
        self._start(headers, int(length) if length.isdigit() else None)
        return True

    def feed(self, chunk: bytes) -> None:
        """Write a part of the body.

        Raises:
            DownloadFailed: If the disk takes no more; that is no trouble of the network.
        """
        if self._file is None:
            return
        rest = memoryview(chunk)
        try:
            while rest:
                written = self._file.write(rest)
                self.size += written
                rest = rest[written:]
        except OSError as error:
            problem = error.strerror
        else:
            return
        raise DownloadFailed(f"the file can't be written: {problem}", advice="Look at the disk.")

    def end(self, *, broke_off: bool) -> None:
        """Close the file, and find whether all of it is there."""
        if self._file:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
            total = self.origin.total
            self.is_whole = self.size == total if total is not None else not broke_off

    def forget(self) -> None:
        """Throw away what has come: it is not of the same file."""
        self.origin = Origin(self.origin.source)
        self.size, self.is_whole = 0, False
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def move(self) -> Path:
        """Put the whole file into its place."""
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)
        return self.target

    def _start(self, headers: Mapping[str, str], total: int | None) -> None:
        """Begin from nothing."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.origin = Origin(self.origin.source, _validator(headers), total)
        handle = os.open(self.path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        self._file, self.size = os.fdopen(handle, "wb", buffering=0), 0
        self._note.write_text(json.dumps(asdict(self.origin)), encoding="utf-8")

    def _go_on(self, headers: Mapping[str, str]) -> bool:
        """Go on where it broke off; what does not fit is thrown away."""
        found = _RANGE.fullmatch(headers.get("content-range", ""))
        total = int(found[2]) if found and found[2].isdigit() else None
        same = self.origin.total in (None, total) and self.origin.validator in (
            "",
            _validator(headers),
        )
        if found is None or int(found[1]) != self.size or not same:
            self.forget()
            return False
        self.origin = Origin(self.origin.source, self.origin.validator, total)
        self._file = self.path.open("ab", buffering=0)
        return True


def download(context: Context, report: Report | ReportSummary | str, target: Path) -> Flow[Path]:
    """Fetch the file of a report.

    Args:
        context: What is known of the client.
        report: The report, its row, or its id; where a row lacks the address, the report is read.
        target: Where the file is to be; one that is there already is replaced at the end.

    Raises:
        DownloadFailed: If there is no file yet, or it does not come whole.
        MarketplaceError: If the report can't be read.
    """
    part, began = Part(target), context.clock()
    try:
        return (yield from _fetch(context, report, part))
    except DownloadFailed as error:
        error.operation, error.attempts = "reports.download", part.attempts
        error.elapsed = round(context.clock() - began, 3)
        raise


def _fetch(context: Context, report: Report | ReportSummary | str, part: Part) -> Flow[Path]:
    """Fetch a file part by part."""
    if part.target.is_dir():
        raise DownloadFailed(f"{part.target} is a folder", advice="Give the path of a file.")
    url = yield from _url(report)
    address = address_of(context.settings, url)
    part.origin = Origin(_fingerprint(address))
    yield from run_in_thread(part.find)
    failures, pause = 0, _FIRST_PAUSE
    while not part.is_whole:
        before, part.attempts = part.size, part.attempts + 1
        request = HttpRequest("GET", address.reveal(), part.headers(), timeout=TIMEOUT)
        try:
            failure = yield from stream(request, part)
        except DownloadFailed:
            part.end(broke_off=True)
            raise
        yield from run_in_thread(partial(part.end, broke_off=failure is not None))
        if part.is_whole:
            break
        if failure is None and part.status == 416:
            part.forget()
        elif failure is None and part.status not in (200, 206, *_PASSING):
            raise _refused(part.status)
        failures = 0 if part.size > before else failures + 1
        if failures >= _MOST_FAILURES:
            raise _broken(part, failure.kinds[0] if failure else str(part.status))
        yield Sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    return (yield from run_in_thread(part.move))


def _url(report: Report | ReportSummary | str) -> Flow[Secret]:
    """Find the address of the file, in the report at hand or in the one that is read."""
    given = None if isinstance(report, str) else report.download_url
    identifier = report if isinstance(report, str) else report.id
    if not given and identifier:
        report = yield from send_call(reports_get.call(identifier))
        given = report.download_url
    if isinstance(given, str) and given:
        return Secret(given)
    status = "" if isinstance(report, str) else f", it is {report.status or 'of unknown status'}"
    raise DownloadFailed(
        f"the report has no file{status}", advice="Wait until the report is completed."
    )


def _refused(status: int) -> DownloadFailed:
    advice = ""
    if 300 <= status < 400:
        advice = "Report this address: it redirects, which is not followed."
    elif status in (401, 403, 404):
        advice = "Read the report again: its address may have expired (90 days)."
    return DownloadFailed("the storage refuses the file", advice=advice, status=status)


def _broken(part: Part, why: str) -> DownloadFailed:
    of = "" if part.origin.total is None else f" of {part.origin.total}"
    return DownloadFailed(f"it broke off after {part.size}{of} bytes: {why}")


def _fingerprint(address: Secret) -> str:
    """Name an address without its signature."""
    return sha256(address.reveal().partition("?")[0].encode()).hexdigest()


def _validator(headers: Mapping[str, str]) -> str:
    """Give what tells whether the file is still the same; a weak ETag is not good enough."""
    tag = headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("last-modified", "")


def _note(path: Path) -> Origin | None:
    """Read what was written down about a part; None if it is unreadable."""
    try:
        return Origin(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
