"""Downloads from hostile storages and into hostile folders."""

import os
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace, errors, models
from support.client import Clock, Service

CONTENT = bytes(range(256)) * 40
URL = "https://files.example/reports/r.xlsx?sig=canary-contact&se=2027"
REPORT = models.Report.from_dict(
    {"id": "1", "name": "R", "status": "completed", "downloadUrl": URL}
)
Serve = Callable[[httpx.Request], httpx.Response]


class Body(httpx.SyncByteStream):
    """A body in parts, each of which may be a function that is called in its turn."""

    def __init__(self, *parts: bytes | Callable[[], bytes | None]) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[bytes]:
        """Send the parts."""
        for part in self.parts:
            found = part if isinstance(part, bytes) else part()
            if found:
                yield found


def breaks() -> None:
    """Break the connection."""
    raise httpx.ReadError("the connection broke")


def client(serve: Serve, clock: Clock | None = None) -> tuple[Marketplace, Service]:
    """A client of a storage, and what it has sent; pauses take no time."""
    service = Service([serve])
    clock = clock or Clock()
    return service.client(clock=clock, sleep=clock.sleep), service


def failed(serve: Serve, target: Path, **options: Any) -> tuple[errors.DownloadFailed, int]:
    """The error of a download, and the number of its requests."""
    mp, service = client(serve)
    with mp, pytest.raises(errors.DownloadFailed) as caught:
        mp.reports.download(REPORT, target, **options)
    return caught.value, len(service.requests)


def partial(
    first: int, last: int, body: bytes, total: str = str(len(CONTENT)), etag: str = '"v"'
) -> httpx.Response:
    """A response with a part of the file."""
    headers = {"Content-Range": f"bytes {first}-{last}/{total}", "ETag": etag}
    return httpx.Response(206, headers=headers, content=body)


@pytest.mark.parametrize(
    "serve",
    [
        lambda _: partial(0, 999, CONTENT[:1000]),
        lambda _: partial(1000, 1999, CONTENT[:1000]),
        lambda _: partial(0, 999, b""),
        lambda _: partial(0, 0, b"x"),
        lambda _: partial(5, 1, b"x"),
        lambda _: partial(0, 10**17, b"x"),
        lambda _: partial(0, 9, b"x" * 10, total="9" * 5000),
        lambda _: partial(0, 9, b"x" * 10, total="5"),
        lambda _: partial(0, 9, b"x" * 10, etag=""),
        lambda _: httpx.Response(206, content=b"x"),
        lambda _: httpx.Response(206, headers={"Content-Range": "bytes */5"}, content=b"x"),
        lambda _: httpx.Response(200, headers={"ETag": '"v"'}, stream=Body(b"x", breaks)),
        lambda _: httpx.Response(200, stream=Body(b"x", breaks)),
        lambda _: httpx.Response(416),
    ],
)
def test_a_response_that_is_repeated_ends(tmp_path: Path, serve: Serve) -> None:
    """The same response for ever ends in an error after a few requests, and leaves no file."""
    _, requests = failed(serve, tmp_path / "r")
    assert requests <= 12
    assert not (tmp_path / "r").exists()


def test_more_than_was_announced_is_an_error(tmp_path: Path) -> None:
    """A part that is longer than its range is not believed."""
    error, requests = failed(lambda _: partial(0, 9, b"x" * 20), tmp_path / "r")
    assert "more than it announced" in str(error)
    assert requests == 1


@pytest.mark.parametrize(
    "headers",
    [{"Content-Length": "5"}, {"Content-Length": "9" * 5000}, {"Content-Length": "\u00b2"}, {}],
)
def test_a_file_has_a_largest_size(tmp_path: Path, headers: dict[str, str]) -> None:
    """A file that is larger than allowed is an error at once, announced or not."""
    encoded = {name: value.encode() for name, value in headers.items()}

    def serve(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=encoded, stream=Body(b"12345"))

    error, requests = failed(serve, tmp_path / "r", max_size=4)
    assert "larger than 4 bytes" in str(error)
    assert requests == 1
    assert list(tmp_path.iterdir()) == []
    error, _ = failed(lambda _: partial(0, 2, b"123", total="5"), tmp_path / "r", max_size=4)
    assert "larger than 4 bytes" in str(error)


def test_a_file_of_the_largest_size_is_taken(tmp_path: Path) -> None:
    """The largest size itself is allowed."""
    mp, _ = client(lambda _: httpx.Response(200, content=CONTENT))
    with mp:
        mp.reports.download(REPORT, tmp_path / "r", max_size=len(CONTENT))
    assert (tmp_path / "r").read_bytes() == CONTENT


@pytest.mark.parametrize("size", [0, -1, 1.5, True, None])
def test_the_largest_size_is_a_number(tmp_path: Path, size: Any) -> None:
    """A size that is not a positive number is a ValueError."""
    mp, service = client(lambda _: httpx.Response(200))
    with mp, pytest.raises(ValueError, match="max_size"):
        mp.reports.download(REPORT, tmp_path / "r", max_size=size)
    assert service.requests == []


@pytest.mark.parametrize("etag", [None, 'W/"v"', "v", '"v', ""])
def test_without_a_strong_etag_it_begins_anew(tmp_path: Path, etag: str | None) -> None:
    """Only a strong ETag shows that a file is the same: parts of two files are never mixed."""
    versions = [CONTENT, CONTENT[::-1]]
    asked = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("range"))
        headers = {"Last-Modified": "Wed, 21 Oct 2026 07:28:00 GMT"}
        if etag is not None:
            headers["ETag"] = etag
        if len(asked) == 1:
            return httpx.Response(200, headers=headers, stream=Body(versions[0][:1000], breaks))
        start = int(asked[-1][6:-1]) if asked[-1] else 0
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
        body = versions[1][start:]
        return httpx.Response(206 if start else 200, headers=headers, content=body)

    mp, _ = client(serve)
    with mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == versions[1]
    assert asked == [None, None]


@pytest.mark.parametrize("change", ["etag", "total"])
def test_a_part_of_another_file_is_not_appended(tmp_path: Path, change: str) -> None:
    """If a storage resumes although the file has changed, the whole file is requested."""
    new = CONTENT[::-1] + b"more"
    etag = '"v2"' if change == "etag" else '"v"'
    size = len(CONTENT) if change == "etag" else len(new)
    body = new[:size]

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("range"))
        if len(asked) == 1:
            headers = {"ETag": '"v"', "Content-Length": str(len(CONTENT))}
            return httpx.Response(200, headers=headers, stream=Body(CONTENT[:1000], breaks))
        if asked[-1]:
            return partial(1000, size - 1, body[1000:], total=str(size), etag=etag)
        return httpx.Response(200, headers={"ETag": etag}, content=body)

    asked: list[str | None] = []
    mp, _ = client(serve)
    with mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == body
    assert asked == [None, "bytes=1000-", None]


def test_an_announced_size_is_enough(tmp_path: Path) -> None:
    """A file that is announced as too large is refused before its first byte is read."""
    read = []

    def serve(_: httpx.Request) -> httpx.Response:
        body = Body(lambda: read.append(1) or b"1")  # short
        return httpx.Response(200, headers={"Content-Length": "5"}, stream=body)

    error, _ = failed(serve, tmp_path / "r", max_size=4)
    assert "larger than 4 bytes" in str(error)
    assert read == []


def test_without_a_strong_etag_nothing_is_kept(tmp_path: Path) -> None:
    """What can't be resumed is not left behind."""
    failed(lambda _: httpx.Response(200, stream=Body(b"12345", breaks)), tmp_path / "r")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("etag", ['"v"', ""])
def test_two_downloads_to_one_target(tmp_path: Path, etag: str) -> None:
    """A download that begins while another one is under way breaks neither of them."""

    def whole(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"ETag": etag}, content=CONTENT)

    def another() -> None:
        mp, _ = client(whole)
        with mp:
            mp.reports.download(REPORT, tmp_path / "r")
        assert (tmp_path / "r").read_bytes() == CONTENT

    def serve(_: httpx.Request) -> httpx.Response:
        length = {"Content-Length": str(len(CONTENT)), "ETag": etag}
        return httpx.Response(
            200, headers=length, stream=Body(CONTENT[:1000], another, CONTENT[1000:])
        )

    mp, _ = client(serve)
    with mp:
        mp.reports.download(REPORT, tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def make_fifo(path: Path) -> None:
    """A FIFO, where the system has them."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no FIFO here")
    os.mkfifo(path)


@pytest.mark.parametrize("is_link", [False, True])
def test_a_fifo_is_not_a_target(tmp_path: Path, *, is_link: bool) -> None:
    """A FIFO stays one: nothing is sent, and it is neither written to nor replaced."""
    fifo, target = tmp_path / "fifo", tmp_path / "link"
    make_fifo(fifo)
    target.symlink_to(fifo)
    error, requests = failed(
        lambda _: httpx.Response(200, content=CONTENT), target if is_link else fifo
    )
    assert "not a regular file" in str(error)
    assert requests == 0
    assert fifo.is_fifo()
    assert target.is_symlink()


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    """A target that is a link to a file keeps being one: the file behind it is replaced."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "r")
    mp, _ = client(lambda _: httpx.Response(200, content=CONTENT))
    with mp:
        assert mp.reports.download(REPORT, tmp_path / "link") == tmp_path / "link"
    assert (tmp_path / "real" / "r").read_bytes() == CONTENT
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", [".r.part", ".r.part.json"])
@pytest.mark.parametrize("kind", ["symlink", "hard link", "dangling", "folder", "fifo"])
def test_foreign_part_files_are_not_touched(tmp_path: Path, name: str, kind: str) -> None:
    """A link or a special file in place of the part file is not followed and does no harm."""
    victim, place = tmp_path / "victim", tmp_path / name
    victim.write_text("precious")
    if kind == "symlink":
        place.symlink_to(victim)
    elif kind == "hard link":
        os.link(victim, place)
    elif kind == "dangling":
        place.symlink_to(tmp_path / "nowhere")
    elif kind == "folder":
        place.mkdir()
    else:
        make_fifo(place)
    headers = {"ETag": '"v"'}
    mp, _ = client(lambda _: httpx.Response(200, headers=headers, content=CONTENT))
    with mp:
        if (name, kind) == (".r.part.json", "folder"):
            with pytest.raises(errors.DownloadFailed, match="can't be written"):
                mp.reports.download(REPORT, tmp_path / "r")
        else:
            mp.reports.download(REPORT, tmp_path / "r")
            assert (tmp_path / "r").read_bytes() == CONTENT
    assert victim.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("function", ["write", "fsync", "ftruncate"])
def test_trouble_with_the_disk_is_reported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    """An error of the disk is reported as such, not retried, and without the signature."""

    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    def serve(_: httpx.Request) -> httpx.Response:
        monkeypatch.setattr(os, function, refuse)
        return httpx.Response(200, headers={"ETag": '"v"'}, content=CONTENT)

    error, requests = failed(serve, tmp_path / "r")
    monkeypatch.undo()
    assert "No space left on device" in str(error)
    assert requests == 1
    assert not (tmp_path / "r").exists()
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    library = [frame for frame in shown.stack if "cloud_marketplace" in frame.filename]
    assert "canary-contact" not in "".join(str(frame.locals) for frame in library)
    assert not any("httpx" in frame.filename.split("/") for frame in shown.stack)


def test_a_folder_that_can_not_be_made_is_reported(tmp_path: Path) -> None:
    """A file in place of the target's folder is an error of the disk; nothing is downloaded."""
    (tmp_path / "file").write_text("x")
    error, requests = failed(lambda _: httpx.Response(200), tmp_path / "file" / "r")
    assert "can't be written" in str(error)
    assert requests == 0


def test_a_target_that_becomes_a_folder_is_reported(tmp_path: Path) -> None:
    """A target that can't be replaced at the end is trouble with the disk."""

    def serve(_: httpx.Request) -> httpx.Response:
        (tmp_path / "r").mkdir()
        return httpx.Response(200, content=CONTENT)

    error, requests = failed(serve, tmp_path / "r")
    assert "can't be written" in str(error)
    assert requests == 1


def test_a_slow_file_has_an_end(tmp_path: Path) -> None:
    """A download that never ends is stopped by the timeout, or after an hour."""
    for timeout, seconds in ((30.0, 30.0), (None, 3600.0)):
        clock = Clock()
        began = clock.now

        def drop(clock: Clock = clock) -> bytes:
            clock.now += 1.0
            return b"x"

        def serve(_: httpx.Request, drop: Any = drop) -> httpx.Response:
            return httpx.Response(200, headers={"ETag": '"v"'}, stream=Body(*[drop] * 100_000))

        mp, _ = client(serve, clock)
        with mp, pytest.raises(errors.DownloadFailed, match="time is up") as caught:
            mp.reports.download(REPORT, tmp_path / "r", timeout=timeout)
        assert seconds <= clock.now - began <= seconds + 1.0
        assert caught.value.elapsed == pytest.approx(clock.now - began)


def test_pauses_count(tmp_path: Path) -> None:
    """A download whose time would be over after the next pause ends before it."""
    clock = Clock()
    mp, _ = client(lambda _: httpx.Response(503), clock)
    with mp, pytest.raises(errors.DownloadFailed, match="no time is left"):
        mp.reports.download(REPORT, tmp_path / "r", timeout=2.5)
    assert clock.now <= 1002.5


@pytest.mark.parametrize("report", [None, 1.5, True, b"1", ["1"], {"id": "1"}])
def test_other_things_are_not_reports(tmp_path: Path, report: Any) -> None:
    """Anything but a report, a row or an id is a TypeError that names the argument."""
    mp, service = client(lambda _: httpx.Response(200))
    with mp, pytest.raises(TypeError, match="report must"):
        mp.reports.download(report, tmp_path / "r")
    assert service.requests == []


@pytest.mark.parametrize("row", [{}, {"id": {}}, {"id": None, "downloadUrl": 5}, {"id": ""}])
def test_a_row_without_an_id_has_no_file(tmp_path: Path, row: dict[str, Any]) -> None:
    """A row without id and URL is an error of its own; nothing is sent."""
    mp, service = client(lambda _: httpx.Response(200))
    with mp, pytest.raises(errors.DownloadFailed, match="no file"):
        mp.reports.download(models.ReportSummary.from_dict(row), tmp_path / "r")
    assert service.requests == []


def test_an_id_may_be_a_number(tmp_path: Path) -> None:
    """A number does as well as the text of one."""
    replies = iter(
        [httpx.Response(200, json=REPORT.to_dict()), httpx.Response(200, content=CONTENT)]
    )
    mp, service = client(lambda _: next(replies))
    with mp:
        mp.reports.download(1, tmp_path / "r")
    assert service.requests[0].url.path.endswith("/reports/1")
