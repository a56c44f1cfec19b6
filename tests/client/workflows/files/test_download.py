"""Report files: without API headers, complete or not at all, resumed, no redirects."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from cloud_marketplace import Marketplace, errors, models
from marketplace_contracts.simulator import Simulator
from support.client import KEY, TOKEN, Service
from support.working_clients import async_client_of, client_of

CONTENT = bytes(range(256)) * 40
URL = "https://files.example/reports/r.xlsx?sig=canary-contact&se=2027"
REPORT = models.Report.from_dict(
    {"id": "1", "name": "R", "status": "completed", "downloadUrl": URL}
)


class Storage:
    """Sends a file in ranges, and breaks off as configured."""

    def __init__(self, *, stops: list[int] | None = None, etag: str = '"v1"') -> None:
        self.stops = stops or []
        self.etag = etag
        self.ranges = True
        self.content = CONTENT
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond with the file or a part of it."""
        self.seen.append(request)
        wanted, start, status = request.headers.get("range"), 0, 200
        headers = {"ETag": self.etag}
        same = request.headers.get("if-range", self.etag) == self.etag
        if wanted and self.ranges and same:
            start, status = int(wanted[6:-1]), 206
            headers["Content-Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        body = self.content[start:]
        headers["Content-Length"] = str(len(body))
        stop = self.stops.pop(0) if self.stops else len(body)
        return httpx.Response(status, headers=headers, stream=Broken(body, stop))


class Broken(httpx.SyncByteStream):
    """A body that breaks off."""

    def __init__(self, body: bytes, stop: int) -> None:
        self.body, self.stop = body, stop

    def __iter__(self) -> Iterator[bytes]:
        """Send the beginning, then break off."""
        yield self.body[: self.stop]
        if self.stop < len(self.body):
            raise httpx.ReadError("the connection broke")


def client(storage: Callable[[httpx.Request], httpx.Response]) -> Marketplace:
    """A client that never sleeps in earnest."""
    return Service([storage]).client(sleep=lambda _: None)


def left(folder: Path) -> set[str]:
    """Names of what lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_file_is_complete_and_alone(tmp_path: Path) -> None:
    """The file is in place and nothing else is left, folders are made, an old one replaced."""
    target = tmp_path / "deep" / "r.xlsx"
    with client(Storage()) as mp:
        assert mp.reports.download(REPORT, target) == target
        target.write_text("old")
        mp.reports.download(REPORT, target)
    assert target.read_bytes() == CONTENT
    assert left(target.parent) == {"r.xlsx"}


def test_no_key_and_no_token_are_sent(tmp_path: Path) -> None:
    """Neither key nor token nor cookies go to the storage, be it on the API's own host (E12)."""
    storage = Storage()
    relative = models.Report.from_dict({"id": "1", "name": "R", "downloadUrl": "/files/r?sig=x"})
    with client(storage) as mp:
        mp.auth.token({"marketplace": "us"})
        mp.reports.download(REPORT, tmp_path / "a")
        mp.reports.download(relative, tmp_path / "b")
    assert str(storage.seen[1].url) == "https://api.example/files/r?sig=x"
    for request in storage.seen:
        sent = str(request.headers.raw)
        assert KEY not in sent
        assert TOKEN not in sent
        assert set(request.headers) <= {"host", "accept", "accept-encoding", "user-agent"}


def test_a_broken_download_continues(tmp_path: Path) -> None:
    """A connection that breaks is resumed at the byte where it broke, if the file is the same."""
    storage = Storage(stops=[1000, 2000])
    with client(storage) as mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == CONTENT
    assert [request.headers.get("range") for request in storage.seen] == [
        None,
        "bytes=1000-",
        "bytes=3000-",
    ]
    assert storage.seen[1].headers["if-range"] == '"v1"'


def test_a_later_process_continues(tmp_path: Path) -> None:
    """The next download resumes the part of a failed one, and fetches only the rest."""
    storage = Storage(stops=[1000, 0, 0, 0, 0, 0])
    with client(storage) as mp, pytest.raises(errors.DownloadFailed, match="1000 of 10240"):
        mp.reports.download(REPORT, tmp_path / "r")
    assert left(tmp_path) == {".r.part", ".r.part.json"}
    again = Storage()
    with client(again) as mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert again.seen[0].headers["range"] == "bytes=1000-"
    assert (tmp_path / "r").read_bytes() == CONTENT


@pytest.mark.parametrize("how", ["no ranges", "another file", "another address"])
def test_what_does_not_fit_is_begun_anew(tmp_path: Path, how: str) -> None:
    """Without ranges, or when the file is another by now, nothing is pieced together."""
    broken = Storage(stops=[1000, 0, 0, 0, 0, 0])
    with client(broken) as mp, pytest.raises(errors.DownloadFailed):
        mp.reports.download(REPORT, tmp_path / "r")
    again, report = Storage(), REPORT
    again.content = CONTENT[::-1]
    if how == "no ranges":
        again.ranges = False
    elif how == "another file":
        again.etag = '"v2"'
    else:
        report = models.Report.from_dict(
            REPORT.to_dict() | {"downloadUrl": URL.replace("r.", "s.")}
        )
    with client(again) as mp:
        mp.reports.download(report, tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 403, 404])
def test_a_refusal_is_reported(tmp_path: Path, status: int) -> None:
    """Redirects are not followed and refusals not repeated; there is no file, and no secret."""
    seen = []

    def refuse(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, headers={"Location": "https://evil.example/"})

    with client(refuse) as mp, pytest.raises(errors.DownloadFailed) as caught:
        mp.reports.download(REPORT, tmp_path / "r")
    assert len(seen) == 1
    assert caught.value.status == status
    assert left(tmp_path) == set()
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in shown.stack if "cloud_marketplace" in frame.filename]
    assert "canary-contact" not in str(caught.value) + str([frame.locals for frame in ours])


def test_a_compressed_file_is_refused(tmp_path: Path) -> None:
    """A file that is compressed against the request is not stored as if it were not."""

    def pack(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "x"}, stream=Broken(b"xx", 2))

    with client(pack) as mp, pytest.raises(errors.DownloadFailed, match="compresses"):
        mp.reports.download(REPORT, tmp_path / "r")
    assert left(tmp_path) == set()


def test_a_transient_error_is_retried(tmp_path: Path) -> None:
    """A 503 is tried again, and five in a row end it."""
    storage, troubles = Storage(), [503, 503, 503, 503]

    def busy(request: httpx.Request) -> httpx.Response:
        return httpx.Response(troubles.pop()) if troubles else storage(request)

    with client(busy) as mp:
        mp.reports.download(REPORT, tmp_path / "r")
        troubles.extend([503] * 5)
        with pytest.raises(errors.DownloadFailed, match="503"):
            mp.reports.download(REPORT, tmp_path / "s")


@pytest.mark.parametrize(
    "url", ["http://files.example/r", "ftp://files.example/r", "https://u:p@files.example/r"]
)
def test_an_unsafe_address_is_refused(tmp_path: Path, url: str) -> None:
    """Plain http to other hosts, other schemes and URLs with a user get no request."""
    storage = Storage()
    report = models.Report.from_dict({"id": "1", "name": "R", "downloadUrl": url})
    with client(storage) as mp, pytest.raises(errors.DownloadFailed, match="malformed"):
        mp.reports.download(report, tmp_path / "r")
    assert storage.seen == []


def test_against_the_simulated_service(tmp_path: Path) -> None:
    """Every report can be downloaded, by row and by id, relative addresses too, in both."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        rows = mp.reports.list().data
        ready = [row for row in rows if row.download_url or row.id]
        found = []
        for number, row in enumerate(ready):
            try:
                found.append(mp.reports.download(row, tmp_path / str(number)))
            except errors.DownloadFailed as error:
                assert "no file" in str(error) or error.status == 403  # noqa: PT017 - either way
        assert len(found) > 3
        assert all(path.stat().st_size for path in found)
        whole = next(row for row in rows if row.id and row.download_url)

        async def main() -> Path:
            async with async_client_of(simulator) as twin:
                return await twin.reports.download(str(whole.id), tmp_path / "twin")

        assert asyncio.run(main()).stat().st_size


def at_hand(_: httpx.Request) -> httpx.Response:
    """A file whose whole body the transport already has, as in many tests."""
    return httpx.Response(200, content=CONTENT)


def test_a_body_at_hand_is_taken(tmp_path: Path) -> None:
    """A transport that returns the whole body at once works with both clients."""
    with client(at_hand) as mp:
        assert mp.reports.download(REPORT, tmp_path / "r").read_bytes() == CONTENT

    async def main() -> Path:
        async with Service([at_hand]).async_client() as twin:
            return await twin.reports.download(REPORT, tmp_path / "twin")

    assert asyncio.run(main()).read_bytes() == CONTENT


def test_no_log_shows_the_signature(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The HTTP library's own log shows the address of a file without its signature (A20)."""
    caplog.set_level(logging.DEBUG)
    with client(at_hand) as mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert "https://files.example/reports/r.xlsx" in caplog.text
    assert "canary-contact" not in caplog.text


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """A folder as target is refused before anything is requested."""
    storage = Storage()
    with client(storage) as mp, pytest.raises(errors.DownloadFailed, match="path of a file"):
        mp.reports.download(REPORT, tmp_path)
    assert storage.seen == []


def test_the_error_has_the_number_of_attempts(tmp_path: Path) -> None:
    """A failed download has operation, attempts and seconds, as every error does."""
    storage = Storage(stops=[10] + [0] * 9)
    with client(storage) as mp, pytest.raises(errors.DownloadFailed) as caught:
        mp.reports.download(REPORT, tmp_path / "r")
    assert caught.value.operation == "reports.download"
    assert caught.value.attempts == len(storage.seen) == 6
    assert caught.value.elapsed is not None
