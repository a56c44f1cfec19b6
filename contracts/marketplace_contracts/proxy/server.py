"""Serve the proxy until it is stopped, and return what was found."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import httpx
import uvicorn
from cloud_marketplace._config.base_url import Address

from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.proxy.app import ProxyApp
from marketplace_contracts.proxy.exchange import Exchange
from marketplace_contracts.proxy.judge_process import JudgeProcess
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.network import VARIABLES, proxy_of, ssl_context
from marketplace_contracts.simulator.http.listener import Listener
from marketplace_contracts.traffic.contract import Contract

HOST = "127.0.0.1"
STARTED, STOPPED = 10.0, 10.0  # seconds
IDLE = 4.0
"""Seconds that connections stay open without a call: shorter than servers wait, so that no call
is sent on one that is just being closed."""


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """The settings of a proxy.

    Attributes:
        target: Base address of the service.
        port: 0 picks a free one.
        host: The address to listen on.
        record: Folder for cassettes; None keeps none.
        tell: Called with one line for each finding when it is first seen.
    """

    target: str
    port: int = 0
    host: str = HOST
    record: Path | None = None
    tell: Callable[[str], object] = str


class Judge(Protocol):
    """What the proxy needs from a judge; see `JudgeProcess`."""

    dropped: int

    def begin(self) -> None:
        """Wait until exchanges can be judged."""

    def offer(self, exchange: Exchange) -> None:
        """Judge an exchange later, without holding up the call."""

    def end(self) -> dict[str, Any]:
        """Judge what is waiting and return the results as plain values."""

    def stop(self) -> None:
        """End at once, even in the middle of a judgement."""


class Proxy:
    """A proxy that serves between `start` and `stop`.

    Args:
        settings: What to do.
        judge: Judges what passes; None starts a process for it.

    Attributes:
        base_url: What programs use as the base address of the service.
        results: What was found; complete after `stop`.

    Raises:
        CannotRun: The target is not an address, the port is in use, or a folder cannot be written.
    """

    def __init__(self, settings: ProxySettings, judge: Judge | None = None) -> None:
        try:
            self.target = Address.parse(settings.target).url
        except ValueError as error:
            raise CannotRun(f"--target is malformed: {error}.") from None
        if settings.record is not None:
            _make(settings.record)
        self.results = Results(Contract(load()))
        self._transport = _transport(self.target)
        self._socket = _listening(settings.host, settings.port)
        host, port = self._socket.getsockname()[:2]
        self.base_url = f"http://{HOST if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - compared with
        self._judge = judge or JudgeProcess(self.target, settings.record, settings.tell)
        self._app = ProxyApp(self.target, self._judge.offer, self._transport)
        self._server = Listener(_config(self._app))
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="proxy", daemon=True
        )

    def start(self) -> None:
        """Listen; return once calls are accepted.

        Raises:
            CannotRun: The process that judges does not start.
        """
        try:
            self._judge.begin()
        except BaseException:
            self._judge.stop()
            self._socket.close()
            raise
        self._thread.start()
        until = time.monotonic() + STARTED
        while not self._server.started:
            if time.monotonic() > until or not self._thread.is_alive():
                self._judge.stop()
                raise CannotRun("The proxy cannot be started: its server does not respond.")
            time.sleep(0.002)

    def stop(self) -> Results:
        """Let calls under way end, judge what is waiting, and return the results.

        Raises:
            CannotRun: The process that judges has ended.
        """
        self._server.end()
        self._thread.join(STOPPED)
        try:
            self.results.add(self._judge.end())
        finally:
            self._judge.stop()
        if self._judge.dropped:
            self.results.skip(f"{self._judge.dropped} calls: too many were waiting to be judged")
        if self._app.unreachable:
            self.results.skip(f"{self._app.unreachable} calls: the target did not respond")
        return self.results

    @property
    def failure(self) -> str:
        """Why the last call that failed did not reach the target; empty if none failed."""
        return self._app.reason

    def abort(self) -> None:
        """End at once, without results."""
        self._server.end()
        self._judge.stop()


def serve(settings: ProxySettings, stop: threading.Event | None = None) -> tuple[Results, float]:
    """Serve until interrupted; return what was found, and the seconds it took.

    Args:
        settings: What to do.
        stop: Ends serving when set, as SIGINT and SIGTERM do.

    Raises:
        CannotRun: It cannot be served, or nothing passed through.
    """
    began, proxy = time.monotonic(), Proxy(settings)
    proxy.start()
    try:
        settings.tell(f"MARKETPLACE_BASE_URL={proxy.base_url}")
        (stop or threading.Event()).wait()
    except KeyboardInterrupt:  # how the command is meant to end
        pass
    except BaseException:
        proxy.abort()
        raise
    try:
        results = proxy.stop()
    except BaseException:
        proxy.abort()
        raise
    if not results.interactions:
        reason = proxy.failure or f"no call passed through {proxy.base_url}"
        raise CannotRun(f"Nothing was judged: {reason}.".replace("?.", "?"))
    return results, time.monotonic() - began


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".proxy"
        probe.write_text("", encoding="utf-8")  # checks that it can be written
        probe.unlink()
    except OSError as error:
        raise CannotRun(f"--record {folder} cannot be written: {error.strerror}.") from None


def _without_sniffio() -> None:
    """Let httpcore not look for a module that is missing.

    It tries to import it several times a call, and each time the interpreter searches all folders
    for it, which takes longer than anything else that the proxy does.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # how Python marks a missing one


def _transport(target: str) -> httpx.AsyncHTTPTransport:
    _without_sniffio()
    limits = httpx.Limits(
        max_connections=None, max_keepalive_connections=100, keepalive_expiry=IDLE
    )
    try:
        return httpx.AsyncHTTPTransport(
            verify=ssl_context(), limits=limits, proxy=proxy_of(target), trust_env=False
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        raise CannotRun(
            "The network settings of the environment cannot be used: "
            f"{type(error).__name__}. Look at {VARIABLES}."
        ) from None


def _listening(host: str, port: int) -> socket.socket:
    # asyncio disables Nagle's algorithm only if the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError, UnicodeError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or "not an address with a port number"
        raise CannotRun(f"--port {port} on {host} cannot be used: {reason}.") from None
    return listener


def _config(app: ProxyApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
    )
