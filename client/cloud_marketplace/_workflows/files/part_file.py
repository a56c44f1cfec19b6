"""The beginning of a downloaded file, beside its target, from which a download can be resumed.

Everything here may block: a flow calls it in a thread, or as the receiver of a stream.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cloud_marketplace._workflows.files.claim_file import NO_SYMLINK, claim
from cloud_marketplace.errors import DownloadFailed

_HEADERS: Final = {
    "Accept": "*/*",
    # Ranges count the bytes of the file, not those of a compressed form.
    "Accept-Encoding": "identity",
    "User-Agent": "cloud-marketplace-python",
}
_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_STRONG_ETAG: Final = re.compile(r'"[!#-~\x80-\xff]*"')
_MAX_NOTE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Origin:
    """What the part file is the beginning of, so that no other file is appended to it.

    Attributes:
        source: Fingerprint of the address without its signature.
        validator: Strong ETag of the file; empty if the server sends none.
        total: Size of the whole file; None if it is not known.
    """

    source: str
    validator: str = ""
    total: int | None = None


class ReceiverStoppedError(OSError):
    """Ends a stream from within; it holds nothing, since its traceback shows a signed address."""


class PartFile:
    """Receives a file, and moves it to its target when it is complete.

    A part file belongs to one download at a time: a second download to the same target gets a file
    of its own, which can't be resumed. Neither symbolic links nor special files are written to.

    Args:
        target: Path of the complete file.
        max_size: Largest size of the file, in bytes.
        is_late: Tells whether the time for the download is up.

    Attributes:
        attempts: How many requests were sent.
        status: Status of the last response; 0 if there was none.
        size: Bytes received so far.
        origin: The file of which they are the beginning.
        is_complete: Whether the whole file was received.
        trouble: Why the download can't go on; None if it can.
    """

    def __init__(self, target: Path, max_size: int, is_late: Callable[[], bool]) -> None:
        self.attempts = 0
        self.status = 0
        self.size = 0
        self.origin = Origin("")
        self.is_complete = False
        self.trouble: DownloadFailed | None = None
        self._target = Path(os.path.realpath(target))
        self._path = self._target.with_name(f".{self._target.name}.part")
        self._note = self._path.with_name(f"{self._path.name}.json")
        self._is_own = False
        self._is_receiving = False
        self._end: int | None = None
        self._max_size = max_size
        self._is_late = is_late
        self._handle: int | None = None

    def check_target(self) -> None:
        """Check that the target can be replaced.

        Raises:
            DownloadFailed: If it is a folder or a special file, such as a device or a FIFO.
        """
        if not self._target.exists() or self._target.is_file():
            return
        kind = "a folder" if self._target.is_dir() else "not a regular file"
        raise DownloadFailed(f"{self._target} is {kind}", advice="Give the path of a file.")

    def open(self, source: str) -> None:
        """Open the part file, and find what an earlier download of the same file has left.

        Raises:
            DownloadFailed: If the file can't be created.
        """
        with _disk():
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._handle = claim(self._path)
            if self._handle is None:
                self._is_own = True
                name, folder = f".{self._target.name}.", self._target.parent
                self._handle, path = tempfile.mkstemp(".part", name, folder)
                self._path = Path(path)
            found = None if self._is_own else _read_note(self._note)
            self.origin = Origin(source)
            if found is None or found.source != source or not found.validator:
                self.forget()
                return
            self.origin, self.size = found, os.fstat(self._handle).st_size
            self.is_complete = self.size == found.total
            os.lseek(self._handle, self.size, os.SEEK_SET)

    def headers(self) -> Mapping[str, str]:
        """Return the headers that request the rest of the file, or else all of it."""
        if not self.size:
            return _HEADERS
        return {**_HEADERS, "Range": f"bytes={self.size}-", "If-Range": self.origin.validator}

    def begin(self, status: int, headers: Mapping[str, str]) -> bool:
        """Receive status and headers; return whether to read the body."""
        self.status, self._is_receiving = status, False
        if status not in (200, 206):
            return False
        if headers.get("content-encoding", "identity") != "identity":
            self._stop("the storage compresses the file against the request")
        with self._stopping():
            if status == 206:
                self._is_receiving = self._resume(headers)
            else:
                self._start(headers)
                self._is_receiving = True
        return self._is_receiving

    def feed(self, chunk: bytes) -> None:
        """Write a part of the body."""
        if self._handle is None:
            return
        if self._is_late():
            self._stop("time is up")
        if self.size + len(chunk) > self._max_size:
            self._stop_for_size()
        if self._end is not None and self.size + len(chunk) > self._end:
            self._stop("the storage sends more than it announced")
        rest = memoryview(chunk)
        with self._stopping():
            while rest:
                written = os.write(self._handle, rest)
                self.size += written
                rest = rest[written:]

    def end(self, *, is_broken: bool) -> None:
        """Decide whether the file is complete, after a response.

        Raises:
            DownloadFailed: If the disk has not taken it.
        """
        if self._handle is None or not self._is_receiving:
            return
        self._is_receiving = False
        with _disk():
            os.fsync(self._handle)
        total = self.origin.total
        self.is_complete = self.size == total if total is not None else not is_broken
        if not self.is_complete and not self.origin.validator:
            self.forget()  # it is not known whether the file is still the same

    def forget(self) -> None:
        """Discard what was received: it does not belong to the same file.

        Raises:
            DownloadFailed: If it can't be discarded.
        """
        self.origin = Origin(self.origin.source)
        self.size, self.is_complete, self._end = 0, False, None
        with _disk():
            if self._handle is not None:
                os.ftruncate(self._handle, 0)
                os.lseek(self._handle, 0, os.SEEK_SET)
            if not self._is_own:
                self._note.unlink(missing_ok=True)

    def move(self) -> None:
        """Move the complete file to its target.

        Raises:
            DownloadFailed: If the target can't be replaced.
        """
        with _disk():
            self._path.replace(self._target)
            if not self._is_own:
                self._note.unlink(missing_ok=True)
        self._close_handle()

    def close(self) -> None:
        """Release the part file, and remove it if it is of no use to a later download."""
        if self._handle is None:
            return
        if self._is_own or not self.size or not self.origin.validator:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
                if not self._is_own:
                    self._note.unlink(missing_ok=True)
        self._close_handle()

    def _close_handle(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                os.close(handle)

    def _start(self, headers: Mapping[str, str]) -> None:
        """Begin with an empty file."""
        self.forget()
        length = headers.get("content-length", "")
        total = int(length) if _LENGTH.fullmatch(length) else None
        self._check_size(total)
        self.origin = Origin(self.origin.source, _validator(headers), total)
        self._end = total
        self._write_note()

    def _resume(self, headers: Mapping[str, str]) -> bool:
        """Continue where an earlier response ended; return False if this one does not fit."""
        found = _RANGE.fullmatch(headers.get("content-range", ""))
        if found is None or not self._fits(found, headers):
            self.forget()
            return False
        total = None if found[3] == "*" else int(found[3])
        self._check_size(total)
        self.origin = Origin(self.origin.source, _validator(headers), total)
        self._end = int(found[2]) + 1
        self._write_note()
        return True

    def _fits(self, found: re.Match[str], headers: Mapping[str, str]) -> bool:
        """Tell whether a range follows on what was received of the same file."""
        first, last = int(found[1]), int(found[2])
        total = None if found[3] == "*" else int(found[3])
        if first != self.size or last < first or (total is not None and last >= total):
            return False
        is_same = _validator(headers) == self.origin.validator != ""
        return not self.size or (is_same and self.origin.total in (None, total))

    def _check_size(self, total: int | None) -> None:
        if total is not None and total > self._max_size:
            self._stop_for_size()

    def _stop_for_size(self) -> None:
        self._stop(
            f"the file is larger than {self._max_size} bytes", advice="Give a larger max_size."
        )

    def _stop(self, what: str, advice: str = "") -> None:
        self.trouble = DownloadFailed(what, advice=advice)
        raise ReceiverStoppedError

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Note a fault of the disk, and end the stream without a traceback that shows its URL."""
        try:
            with _disk():
                yield
        except DownloadFailed as error:
            self.trouble = error
        if self.trouble is not None:
            raise ReceiverStoppedError

    def _write_note(self) -> None:
        """Write the note that says what the part file is the beginning of, in one step."""
        if self._is_own or not self.origin.validator:
            return
        handle, path = tempfile.mkstemp(".json", f".{self._target.name}.", self._target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(self.origin), file)
            Path(path).replace(self._note)
        except BaseException:
            Path(path).unlink(missing_ok=True)
            raise


@contextmanager
def _disk() -> Iterator[None]:
    """Convert faults of the disk to an error of the tree, which is not retried.

    Raises:
        DownloadFailed: If the disk refuses something.
    """
    try:
        yield
    except ReceiverStoppedError:
        raise
    except OSError as error:
        trouble = error.strerror or type(error).__name__
    else:
        return
    raise DownloadFailed(f"the file can't be written: {trouble}", advice="Check the disk.")


def _read_note(path: Path) -> Origin | None:
    """Read the note about a part file; return None if it is unreadable."""
    try:
        handle = os.open(path, os.O_RDONLY | NO_SYMLINK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            found = Origin(**json.loads(file.read(_MAX_NOTE)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    is_text = isinstance(found.source, str) and isinstance(found.validator, str)
    return found if is_text and isinstance(found.total, int | None) else None


def _validator(headers: Mapping[str, str]) -> str:
    """Return the ETag if it is strong: only that shows whether the file is still the same."""
    tag = headers.get("etag", "")
    return tag if _STRONG_ETAG.fullmatch(tag) else ""
