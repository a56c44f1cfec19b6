"""The simulator behind a real socket, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, Unpack

import uvicorn
from starlette.types import ASGIApp, Scope

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.simulator.adjustable_world import AdjustableWorld
from marketplace_contracts.simulator.api.provider_token import PROVIDER_PATH
from marketplace_contracts.simulator.app import make_app
from marketplace_contracts.simulator.client_options import (
    AsyncClientOptions,
    ClientOptions,
    async_client_options,
    client_options,
)
from marketplace_contracts.simulator.domain.clock import START, Clock
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.faults.injected import Faults
from marketplace_contracts.simulator.http.listener import Listener
from marketplace_contracts.simulator.http.routes import BASE_PATHS
from marketplace_contracts.simulator.options import Options, SimulatorError, UnknownBehaviour
from marketplace_contracts.simulator.request_log import RequestLog
from marketplace_contracts.simulator.service import Service

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared with, never the default
START_STOP_TIMEOUT = 10.0
"""Real seconds to wait for the server to start or stop."""


class Simulator:
    """A marketplace on 127.0.0.1, served during a `with` block.

    `app` is an ASGI application that works without the block and without a socket.

    Attributes:
        app: The ASGI application.
        service: Responds to requests.

    Args:
        seed: The same seed gives the same world and the same responses.
        size: `small` or `large`.
        rate_limit: Calls per minute; None removes the limit.
        token_ttl: Seconds a token lives.
        latency_ms: Real milliseconds added to each response.
        port: 0 picks a free one.
        host: The address to listen on; `0.0.0.0` is for containers.
        files_port: Where report files are downloaded; 0 picks a free one.
        breaks: Faults, or names in `FAULTS`.
        quota: Calls per day; None removes the limit.
        realtime: Whether the clock moves in real time.
        control: Whether time, faults and world can be controlled over HTTP, below `/_simulator/`.
        start: The time at which the world begins, with its time zone.
        spec: Another description; responses of operations that only it has are generated.
        unknown: Choices where the real service's behaviour is not known, as in `Options`.

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
        host: str = HOST,
        files_port: int = 0,
        breaks: Iterable[str | Fault] = (),
        quota: int | None = None,
        realtime: bool = False,
        control: bool = False,
        start: datetime = START,
        spec: Spec | None = None,
        **unknown: Unpack[UnknownBehaviour],
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
            start=start,
            spec=spec,
            **unknown,
        )
        self.service = Service(options, breaks)
        self.app: ASGIApp = make_app(self.service, self._drop)
        self._listen = [(host, port), (host, files_port)]
        self._origin = "http://simulator.example"
        self._server: Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Return the base URL of the API, without a trailing slash."""
        return self._origin + BASE_PATHS[0]

    @property
    def username(self) -> str:
        """Return the name of the API user."""
        return self.world.credentials.username

    @property
    def password(self) -> str:
        """Return the password of the API user."""
        return self.world.credentials.password

    @property
    def subscription_key(self) -> str:
        """Return the key for the gateway."""
        return self.world.credentials.subscription_key

    @property
    def marketplace_code(self) -> str:
        """Return the marketplace code for the token request."""
        return self.world.credentials.marketplace

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the five settings by the names of their environment variables."""
        return {
            "MARKETPLACE_BASE_URL": self.base_url,
            "MARKETPLACE_USERNAME": self.username,
            "MARKETPLACE_PASSWORD": self.password,
            "MARKETPLACE_SUBSCRIPTION_KEY": self.subscription_key,
            "MARKETPLACE_CODE": self.marketplace_code,
        }

    @property
    def token_url(self) -> str:
        """Return the address of the identity provider's token endpoint (facts A14)."""
        return self._origin + PROVIDER_PATH

    @property
    def client_id(self) -> str:
        """Return the identifier of the caller's program at the identity provider."""
        return self.world.credentials.client_id

    @property
    def client_secret(self) -> str:
        """Return the secret of that program."""
        return self.world.credentials.client_secret

    @property
    def oauth2_environment(self) -> Mapping[str, str]:
        """Return the settings for OAuth 2, by the names of their environment variables.

        With user name and password they are for the password grant; empty both for the
        client-credentials grant.
        """
        return {
            **self.environment,
            "MARKETPLACE_AUTH": "oauth2",
            "MARKETPLACE_TOKEN_URL": self.token_url,
            "MARKETPLACE_CLIENT_ID": self.client_id,
            "MARKETPLACE_CLIENT_SECRET": self.client_secret,
        }

    @property
    def clock(self) -> Clock:
        """Return the simulated clock."""
        return self.service.clock

    @property
    def world(self) -> AdjustableWorld:
        """Return the state; read and change it between requests, not during one."""
        return self.service.world

    @property
    def faults(self) -> Faults:
        """Return the faults in force, and the levers that add some."""
        return self.service.faults

    @property
    def crashes(self) -> list[str]:
        """Return tracebacks of bugs in the simulator itself."""
        return self.service.crashes

    @property
    def client_options(self) -> ClientOptions:
        """Return the keywords that make a `Marketplace` share the clock and never wait."""
        return client_options(self.clock)

    @property
    def async_client_options(self) -> AsyncClientOptions:
        """Return the keywords that make an `AsyncMarketplace` share the clock and never wait."""
        return async_client_options(self.clock)

    @property
    def requests(self) -> RequestLog:
        """Return the latest requests as JSON, without secrets: `list(simulator.requests)`."""
        return self.service.requests

    def inject(self, fault: str | Fault) -> None:
        """Apply a fault from now on."""
        self.service.inject(fault)

    def reset(self) -> None:
        """Restore the initial time, world and faults."""
        self.service.reset()

    def limit_rate(self, calls: int | None) -> None:
        """Limit requests per minute; None removes the limit."""
        self.service.gateway.limit(calls)

    def start(self) -> None:
        """Listen and serve; return once requests are accepted.

        Raises:
            SimulatorError: The port is in use, or the server does not start or is running.
        """
        if self._server:
            raise SimulatorError("the simulator is already running")
        api, files = listeners = listen(self._listen)
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
            target=self._server.run, args=(listeners,), name="simulator", daemon=True
        )
        self._thread.start()
        self._await_start(self._server, self._thread)

    def stop(self) -> None:
        """Stop serving; no effect if it is not running."""
        if self._server is None or self._thread is None:
            return
        self._server.end()
        self._thread.join(START_STOP_TIMEOUT)
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
        deadline = time.monotonic() + START_STOP_TIMEOUT
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise SimulatorError("the server of the simulator did not start")
            time.sleep(0.001)

    def _drop(self, scope: Scope) -> None:
        """Close the connection of a request at once."""
        if self._server is None:
            raise ConnectionAbortedError("the response is dropped")
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                connection.transport.abort()


def listen(addresses: Sequence[tuple[str, int]]) -> list[socket.socket]:
    """Return a listening socket for each address, or none at all.

    Raises:
        SimulatorError: An address or a port cannot be used.
    """
    listeners: list[socket.socket] = []
    for host, port in addresses:
        # asyncio disables Nagle's algorithm only if the protocol is named.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listeners.append(listener)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except (OSError, OverflowError, UnicodeError) as problem:
            for each in listeners:
                each.close()
            reason = getattr(problem, "strerror", None) or "not an address with a port number"
            raise SimulatorError(f"port {port} on {host} cannot be used: {reason}") from problem
    return listeners


def _origin(listener: socket.socket) -> str:
    """Return the address by which programs on this machine reach a listening socket."""
    host, port = listener.getsockname()
    return f"http://{HOST if host == EVERYWHERE else host}:{port}"
