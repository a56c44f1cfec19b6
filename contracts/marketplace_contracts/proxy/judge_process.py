"""The proxy's side of the process that judges.

A process, so that no call waits for the interpreter's lock while a page of rows is judged. A thread
was tried: with it, calls that follow each other closely wait for that lock several times each.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import msgpack

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.proxy.exchange import Exchange
from marketplace_contracts.proxy.frames import read_frame, write_frame

MOST, BYTES = 2_000, 64_000_000
"""Exchanges that may wait, and their bodies together; more of them pass without being judged."""
START, END = 60.0, 120.0  # seconds
PAUSE = 0.05  # seconds between batches of exchanges


class JudgeProcess:
    """Judges exchanges in another process, so that calls never wait for a judgement.

    Args:
        target: Base address of the service.
        record: Folder for cassettes; None keeps none.
        tell: Called with one line for each finding when it is first seen.

    Attributes:
        dropped: Exchanges that were not judged, because too many were waiting.
    """

    def __init__(
        self, target: str, record: Path | None = None, tell: Callable[[str], object] = str
    ) -> None:
        command = [sys.executable, "-m", "marketplace_contracts.proxy.worker", target]
        self._process = subprocess.Popen(
            [*command, *([str(record)] if record else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is handled by the proxy, which ends this process
        )
        self._tell = tell
        self._lock, self._bytes = threading.Lock(), 0
        self._is_ending = threading.Event()
        self._waiting: queue.SimpleQueue[Exchange | None] = queue.SimpleQueue()
        self._received: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.dropped = 0
        for work in (self._send, self._read):
            threading.Thread(target=work, name=f"judge{work.__name__}", daemon=True).start()

    def begin(self) -> None:
        """Wait until the process is ready.

        Raises:
            CannotRun: It is not; the text says why.
        """
        self._next(START)

    def offer(self, exchange: Exchange) -> None:
        """Judge an exchange later."""
        with self._lock:
            is_full = self._bytes + exchange.size > BYTES or self._waiting.qsize() >= MOST
            self._bytes += 0 if is_full else exchange.size
            self.dropped += is_full
        if not is_full:
            self._waiting.put(exchange)

    def end(self) -> dict[str, Any]:
        """Judge what is waiting and return the results as plain values.

        Raises:
            CannotRun: The process has ended, or takes too long.
        """
        self._is_ending.set()
        self._waiting.put(None)
        found: dict[str, Any] = self._next(END)["results"]
        return found

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()

    def _next(self, timeout: float) -> dict[str, Any]:
        try:
            message = self._received.get(timeout=timeout)
        except queue.Empty:
            message = {}
        if not message:
            raise CannotRun("The traffic cannot be judged: the process that judges it has ended.")
        if "cannot" in message:
            raise CannotRun(message["cannot"])
        return message

    def _read(self) -> None:
        """Report findings, and keep all other messages; an empty one is the last."""
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            while (frame := read_frame(stream)) is not None:
                message = msgpack.decode(frame)
                if "told" in message:
                    with contextlib.suppress(
                        CannotRun
                    ):  # the reader has closed the stream; the finding is in the report
                        self._tell(message["told"])
                else:
                    self._received.put(message)
        self._received.put({})

    def _send(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as stream:
            while (exchange := self._waiting.get()) is not None:
                write_frame(stream, exchange)
                with self._lock:
                    self._bytes -= exchange.size
                if self._waiting.empty():
                    # Several at a time: each transfer interrupts the calls.
                    self._is_ending.wait(PAUSE)
