"""The steps that a flow can yield, and helpers that give them typed results.

A flow is a generator: it yields a step and is sent the step's result. `_transport/run_loops.py`
carries the steps out, once with threads and once with tasks, so a flow is written once and needs
neither network nor time in its tests. A call of the API is a flow of HTTP exchanges and pauses; a
workflow is a flow whose steps are calls:

    def complete(order_id: str) -> Flow[Order]:
        order = yield from send_call(orders_get.call(order_id))
        while order.status != "completed":
            yield Sleep(5.0)
            order = yield from send_call(orders_get.call(order_id))
        return order

This module imports nothing of the client at run time, so any module can use it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

    from cloud_marketplace_api.call import Call

    from cloud_marketplace._engine.messages import HttpRequest, TransportFailure

T = TypeVar("T")


class Receiver(Protocol):
    """Receives a response whose body is too large to be held in memory."""

    def begin(self, status: int, headers: Mapping[str, str]) -> bool:
        """Receive status and headers, names in lower case; return whether to read the body."""

    def feed(self, chunk: bytes) -> None:
        """Receive a part of the body, not decompressed."""


@dataclass(frozen=True, slots=True)
class Send:
    """Exchange one HTTP request; the result is the response or a failure.

    Attributes:
        request: The request.
        receiver: Receives the body in parts; the result is then None or a failure.
    """

    request: HttpRequest
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class SendCall(Generic[T]):
    """Send a call of the API, with token, rate limit and retries; the result is its value.

    Attributes:
        call: The call.
        timeout: Seconds that it may take; None uses the client's setting.
        within: Seconds that are left for it; shortens the timeout.
        before_send: Runs before each attempt, once the rate allows it and the token is there. It
            returns a function that is called right before the bytes are sent, and may stop them.
    """

    call: Call[T]
    timeout: float | None = None
    within: float | None = None
    before_send: BeforeSend | None = None


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait until an event is done, at most for some seconds."""

    event: Future[Any]
    seconds: float


@dataclass(frozen=True, slots=True)
class Spawn:
    """Start another flow in the background and continue at once.

    Attributes:
        flow: The other flow.
        done: Is called when it has ended, even if it never started.
    """

    flow: Flow[Any]
    done: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Gather:
    """Run flows concurrently; the result is the list of their results, in the same order.

    After the first error no further flow is started. The error is raised once the flows that are
    running have ended.

    Attributes:
        flows: Functions that make the flows.
        width: How many run at the same time.
    """

    flows: Sequence[Callable[[], Flow[Any]]]
    width: int


@dataclass(frozen=True, slots=True)
class RunInThread:
    """Call a function that may block, such as one that writes a file; the result is its value."""

    function: Callable[[], Any]


Step: TypeAlias = Send | SendCall[Any] | Sleep | Wait | Spawn | Gather | RunInThread
Flow: TypeAlias = Generator[Step, Any, T]
MayLeave: TypeAlias = Callable[[], bool]
BeforeSend: TypeAlias = Callable[[], Flow[MayLeave]]


def send_call(
    call: Call[T],
    timeout: float | None = None,
    within: float | None = None,
    before_send: BeforeSend | None = None,
) -> Flow[T]:
    """Send a call and return its value; the arguments are those of `SendCall`."""
    value: T = yield SendCall(call, timeout, within, before_send)
    return value


def stream(request: HttpRequest, receiver: Receiver) -> Flow[TransportFailure | None]:
    """Send a request and receive its response in parts; return a failure if it breaks off."""
    failure: TransportFailure | None = yield Send(request, receiver)
    return failure


def run_in_thread(function: Callable[[], T]) -> Flow[T]:
    """Call a function that may block, and return its value."""
    value: T = yield RunInThread(function)
    return value


__all__ = [
    "BeforeSend",
    "Flow",
    "Gather",
    "MayLeave",
    "Receiver",
    "RunInThread",
    "Send",
    "SendCall",
    "Sleep",
    "Spawn",
    "Step",
    "Wait",
    "run_in_thread",
    "send_call",
    "stream",
]
