"""Serve the simulator in real time until it is interrupted."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO, Unpack

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.options import UnknownBehaviour
from marketplace_contracts.simulator.server import HOST, Simulator
from marketplace_contracts.simulator.service import SERVICE_LOG


def serve(
    port: int = 8080,
    seed: int = 1,
    size: str = "small",
    *,
    host: str = HOST,
    files_port: int = 0,
    rate_limit: int | None = None,
    token_ttl: int = 1500,
    latency_ms: float = 0,
    auth: str = "basic",
    breaks: Iterable[str | Fault] = (),
    start: datetime | None = None,
    request_log: Callable[[str], object] | None = None,
    out: Callable[..., object] = print,
    stop: threading.Event | None = None,
    log: TextIO | None = None,
    spec: Spec | None = None,
    **unknown: Unpack[UnknownBehaviour],
) -> None:
    """Serve in real time until interrupted.

    Args:
        port: 0 picks a free one.
        host: The address to listen on; `0.0.0.0` is for containers.
        files_port: Where report files are downloaded; 0 picks a free one.
        seed: The same seed gives the same world.
        size: `small` or `large`.
        rate_limit: Calls per minute; None removes the limit.
        token_ttl: Seconds a token lives.
        latency_ms: Milliseconds added to each response.
        auth: Which settings are printed: those for `basic` or `oauth2`.
        breaks: Faults, or names in `FAULTS`.
        start: The time at which the world begins, with its time zone; None is now.
        request_log: Called with one line for each request, without secrets.
        out: Called with each `NAME=value` line and `flush=True`.
        stop: Ends serving when set, as SIGINT and SIGTERM do.
        log: Receives a line for each response that is not simulated; None is the error stream.
        spec: Another description; responses of operations that only it has are generated.
        unknown: Choices where the real service's behaviour is not known, as in `Options`.

    Raises:
        SimulatorError: An option is invalid or the port is in use.
    """
    stop = stop or threading.Event()
    simulator = Simulator(
        seed,
        size,
        rate_limit=rate_limit,
        token_ttl=token_ttl,
        latency_ms=latency_ms,
        port=port,
        host=host,
        files_port=files_port,
        breaks=breaks,
        start=start or datetime.now(UTC).replace(microsecond=0),
        realtime=True,
        control=True,
        spec=spec,
        **unknown,
    )
    simulator.requests.listener = request_log
    with _interrupts(stop), _logged(log), simulator:
        oauth2 = auth == "oauth2"
        settings = simulator.oauth2_environment if oauth2 else simulator.environment
        for name, value in settings.items():
            out(f"{name}={value}", flush=True)
        stop.wait()


@contextmanager
def _logged(stream: TextIO | None) -> Iterator[None]:
    """Write what the service logs to a stream."""
    logger, handler = logging.getLogger(SERVICE_LOG), logging.StreamHandler(stream)
    former = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(former)


@contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM set an event; signals reach only the main thread."""
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
