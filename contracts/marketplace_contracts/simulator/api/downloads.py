"""Report files at signed URLs, on an origin of their own (facts E12).

The URL is enough to read the file, for 90 days. The storage refuses requests with the
API's headers.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from marketplace_contracts.simulator.api.report_files import MEDIA_TYPES, render
from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.world import World

PREFIX = "/rdecontainer/"
LIFE = timedelta(days=90)
API_HEADERS = ("authorization", "x-subscription-key")

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})", re.ASCII)


class File:
    """A file, or the part of it that a Range header requests.

    Attributes:
        status: 200, or 206 for a part.
        content: The bytes.
        headers: With content type and, for a part, its range.
    """

    def __init__(self, content: bytes, media: str, wanted: str | None) -> None:
        self.status = 200
        self.content = content
        self.headers = {"Content-Type": media, "Accept-Ranges": "bytes"}
        if wanted and (match := _RANGE.fullmatch(wanted)):
            self._cut(match[1], match[2])

    def _cut(self, first: str, last: str) -> None:
        size = len(self.content)
        start, stop = _bounds(first, last, size)
        if start >= stop:
            raise Rejected(416, "Range", {"Content-Range": f"bytes */{size}"})
        self.status = 206
        self.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        self.content = self.content[start:stop]


def signed_url(world: World, report: Report) -> str:
    """Return the signed URL of a report's file; for some reports it is relative (facts E12)."""
    begins, ends = timestamp(report.created), timestamp(report.created + LIFE)
    path = f"{PREFIX}{report.id}.{_extension(report)}"
    query = urlencode(
        {
            "sig": _signature(world, path, begins, ends),
            "api-version": "2016-05-31",
            "st": begins,
            "se": ends,
            "sp": "r",
            "sr": "b",
        }
    )
    origin = "" if "relative-url" in report.quirks else world.files_origin
    return f"{origin}{path}?{query}"


def download(
    world: World, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> File:
    """Return the file at a signed URL, or the part that a Range header requests.

    Raises:
        Rejected: 405 for another method than GET, 400 for a request with the API's headers,
            403 for a wrong or expired signature, 404 for an unknown file, 416 for an empty range.
    """
    if method != "GET":
        raise Rejected(405, "Method Not Allowed", {"Allow": "GET"})
    if any(name in headers for name in API_HEADERS):
        raise Rejected(400, "Authentication information is not given in the correct format")
    begins, ends = query.get("st", ""), query.get("se", "")
    expected = _signature(world, path, begins, ends)
    genuine = hmac.compare_digest(query.get("sig", "").encode(), expected.encode())
    # The signature covers both timestamps, and their text sorts like time.
    if not genuine or not begins <= timestamp(world.now()) < ends:
        raise Rejected(403, "Signature did not match or has expired")
    report = world.reports.get(path.removeprefix(PREFIX).partition(".")[0])
    if report is None:
        raise Rejected(404, "The specified file does not exist")
    media = MEDIA_TYPES[_extension(report)]
    return File(render(world, report), media, headers.get("range"))


def _extension(report: Report) -> str:
    extension = report.format.lower()
    return extension if extension in MEDIA_TYPES else "csv"


def _signature(world: World, path: str, begins: str, ends: str) -> str:
    signed = world.credentials.sign(f"{path}\n{begins}\n{ends}")
    return base64.b64encode(signed).decode()


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return start and stop of `first-last`, `first-` or `-length`."""
    if first:
        return int(first), min(int(last) + 1, size) if last else size
    return max(size - int(last or 0), 0), size
