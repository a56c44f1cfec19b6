"""The simulator behind a real socket: embedded in a thread, or served until interrupted."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Scope

from marketplace_contracts.simulator.app import BASE_PATHS, make_app
from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.listener import Listener
from marketplace_contracts.simulator.options import Options, SimulatorError
from marketplace_contracts.simulator.service import Service

HOST = "127.0.0.1"
PATIENCE = 10.0
"""Real seconds to wait for the server to come up or go down."""


class Simulator:
    """A marketplace on 127.0.0.1, for the length of a `with` block.

    Without the block there is still `app`, an ASGI application that needs no socket.

    Attributes:
        app: The ASGI application.
        service: What answers.

    Args:
        seed: Same seed, same world, same answers.
        size: `small` or `large`.
        rate_limit: Calls a minute; None is no limit.
        token_ttl: Seconds a token lives.
        latency_ms: Real milliseconds added to each answer.
        port: 0 picks a free one.
        breaks: Names in `breaks.BREAKS`, or breaks.
        quota: Calls a day; None is no limit.
        realtime: Whether the clock moves by itself.
        control: Whether the clock can be moved, and trouble made, over HTTP.

    Raises:
        SimulatorError: An option is wrong or the spec cannot be read.
    """

    def __init__(
        self,
        seed: int = 1,
        size: str = "small",
        *,
        rate_limit: int | None = None,
        token_ttl: int = 1500,
        latency_ms: float = 0,
        port: int = 0,
        breaks: Iterable[str | Fault] = (),
        quota: int | None = None,
        realtime: bool = False,
        control: bool = False,
    ) -> None:
        options = Options(
            seed=seed,
            size=size,
            rate_limit=rate_limit,
            quota=quota,
            token_ttl=token_ttl,
            latency_ms=latency_ms,
            realtime=realtime,
            control=control,
        )
        self.service = Service(options, breaks)
        self.app: ASGIApp = make_app(self.service, self._drop)
        self._port = port
        self._origin = "http://simulator.example"
        self._server: Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Where the API is, without a trailing slash."""
        return self._origin + BASE_PATHS[0]

    @property
    def username(self) -> str:
        """Name of the API user."""
        return self.world.credentials.username

    @property
    def password(self) -> str:
        """Password of the API user."""
        return self.world.credentials.password

    @property
    def subscription_key(self) -> str:
        """The key for the gateway."""
        return self.world.credentials.subscription_key

    @property
    def marketplace_code(self) -> str:
        """The code to ask a token for."""
        return self.world.credentials.marketplace

    @property
    def environment(self) -> Mapping[str, str]:
        """The five settings by the names of their environment variables."""
        return {
            "MARKETPLACE_BASE_URL": self.base_url,
            "MARKETPLACE_USERNAME": self.username,
            "MARKETPLACE_PASSWORD": self.password,
            "MARKETPLACE_SUBSCRIPTION_KEY": self.subscription_key,
            "MARKETPLACE_CODE": self.marketplace_code,
        }

    @property
    def clock(self) -> Clock:
        """The time in there."""
        return self.service.clock

    @property
    def world(self) -> World:
        """The state in there; to be looked at between requests, not during one."""
        return self.service.world

    @property
    def crashes(self) -> list[str]:
        """Tracebacks of bugs in the simulator itself; empty if all is well."""
        return self.service.crashes

    def inject(self, fault: str | Fault) -> None:
        """Put a break or a fault in from now on."""
        self.service.inject(fault)

    def limit_rate(self, calls: int | None) -> None:
        """Let so many calls through in a minute from now on; None is no limit."""
        self.service.gateway.limit(calls)

    def start(self) -> None:
        """Listen and serve; returns when requests are answered.

        Raises:
            SimulatorError: The port is taken, the server does not come up, or is up already.
        """
        if self._server:
            raise SimulatorError("it is running already")
        api, files = _listen(self._port), _listen(0)
        self._origin = _origin(api)
        self.world.files_origin = _origin(files)
        config = uvicorn.Config(
            self.app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
        )
        self._server = Listener(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([api, files],), name="simulator", daemon=True
        )
        self._thread.start()
        self._await_start(self._server, self._thread)

    def stop(self) -> None:
        """Stop serving; without effect if not started."""
        if self._server is None or self._thread is None:
            return
        self._server.end()
        self._thread.join(PATIENCE)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _await_start(self, server: Listener, thread: threading.Thread) -> None:
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise SimulatorError("its server did not come up")
            time.sleep(0.001)

    def _drop(self, scope: Scope) -> None:
        """Close the connection that a request came over, at once and without a word."""
        if self._server is None:
            raise ConnectionAbortedError("the answer is dropped")
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                connection.transport.abort()


def serve(
    port: int = 8080,
    seed: int = 1,
    size: str = "small",
    *,
    rate_limit: int | None = None,
    token_ttl: int = 1500,
    latency_ms: float = 0,
    out: Callable[..., object] = print,
    stop: threading.Event | None = None,
) -> None:
    """Serve in real time until interrupted, and return.

    Args:
        port: 0 picks a free one.
        seed: Same seed, same world.
        size: `small` or `large`.
        rate_limit: Calls a minute; None is no limit.
        token_ttl: Seconds a token lives.
        latency_ms: Milliseconds added to each answer.
        out: Gets the five `NAME=value` lines, with `flush=True`.
        stop: Ends serving when set, as SIGINT and SIGTERM do.

    Raises:
        SimulatorError: An option is wrong or the port is taken.
    """
    stop = stop or threading.Event()
    simulator = Simulator(
        seed,
        size,
        rate_limit=rate_limit,
        token_ttl=token_ttl,
        latency_ms=latency_ms,
        port=port,
        realtime=True,
        control=True,
    )
    with _interrupts(stop), simulator:
        for name, value in simulator.environment.items():
            out(f"{name}={value}", flush=True)
        stop.wait()


@contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM set an event; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handled = (signal.SIGINT, signal.SIGTERM)
    former = {each: signal.signal(each, lambda *_: stop.set()) for each in handled}
    try:
        yield
    finally:
        for each, handler in former.items():
            signal.signal(each, handler)


def _listen(port: int) -> socket.socket:
    """A bound socket.

    Raises:
        SimulatorError: The port is taken or not allowed.
    """
    # asyncio switches Nagle's delay off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as problem:
        listener.close()
        reason = getattr(problem, "strerror", None) or "not a port number"
        raise SimulatorError(f"port {port} on {HOST} cannot be used: {reason}") from problem
    return listener


def _origin(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"
