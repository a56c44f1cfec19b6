"""One call from its request to its value or error, written once and without any I/O.

A flow is a generator. It yields a step (send this, sleep so long, run that flow while nobody else
does) and is given the step's result; a driver (see `drivers`) carries the steps out, with threads
or with tasks. So the two clients can't drift apart, and tests need neither network nor time.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from cloud_marketplace_api.seam import Call

from cloud_marketplace import logs, problem
from cloud_marketplace.codec import UNREADABLE, decode
from cloud_marketplace.decisions import Policy, Resend, Situation, Verdict, decide, phase_of
from cloud_marketplace.drift import Drift, Watch
from cloud_marketplace.errors import MarketplaceError, NoAnswer, NotSent
from cloud_marketplace.failing import Incident, error_for, mismatch, promise_broken
from cloud_marketplace.hooks import Attempt, Hook
from cloud_marketplace.messages import Reply, WireAnswer, WireFailure, WireRequest
from cloud_marketplace.outgoing import authorised, outgoing, secrets_in, secrets_of, timeout_of
from cloud_marketplace.secret import Mask, Secret
from cloud_marketplace.settings import Settings
from cloud_marketplace.tokens import Lease, TokenBox, lease_of

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Step: exchange a request; its result is the reply."""

    request: WireRequest


@dataclass(frozen=True, slots=True)
class Sleep:
    """Step: wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Alone:
    """Step: run a flow while no other call of the client runs one this way; gives its result."""

    flow: Flow[Any]


Step: TypeAlias = Send | Sleep | Alone
Flow: TypeAlias = Generator[Step, Any, T]


@dataclass(slots=True)
class Engine:
    """Makes the flows of one client.

    Attributes:
        settings: The settings.
        clock: Gives seconds that only move forward.
        wall: Gives seconds since 1970.
        policy: Decides what a reply leads to.
        tokens: The token in use.
        watch: Looks for drift in good answers; None does not.
        hooks: Are told about each attempt.
    """

    settings: Settings
    clock: Callable[[], float]
    wall: Callable[[], float]
    policy: Policy = decide
    tokens: TokenBox = field(default_factory=TokenBox)
    watch: Watch | None = None
    hooks: tuple[Hook, ...] = ()

    def send(self, call: Call[T], timeout: float | None) -> Flow[T]:
        """Send a call, again where the policy says so, and read its answer.

        Raises:
            MarketplaceError: One of its tree.
            TypeError: If the body can't be sent as JSON.
            ValueError: If the timeout is not a positive number.
        """
        trip = _Trip(self, call, timeout)
        lease = yield from self._lease(trip, None)
        while True:
            reply = yield from trip.attempt(lease)
            verdict = self.policy(trip.situation)
            if isinstance(verdict, Resend):
                yield Sleep(verdict.after)
                lease = yield from self._lease(trip, None)
            elif verdict is Verdict.RENEW:
                trip.renewed = True
                lease = yield from self._lease(trip, lease)
            elif verdict is Verdict.READ:
                return trip.read(reply)
            else:
                raise error_for(verdict, trip.incident(reply))

    def _lease(self, trip: _Trip[Any], rejected: Lease | None) -> Flow[Lease | None]:
        """Give a token that is good and not the rejected one; None where none is needed."""
        if trip.call.operation.security != "bearer":
            return None
        lease = self.tokens.current(self.clock(), rejected)
        if lease is None:
            failed = None
            try:
                lease = yield Alone(self._renew(rejected, trip.asked))
            except (NotSent, NoAnswer) as error:
                failed = _for_want_of_token(trip, error)
            if failed is not None:
                raise failed
        return lease

    def _renew(self, rejected: Lease | None, timeout: float | None) -> Flow[Lease]:
        """Get a new token, unless somebody else got one while this call was waiting."""
        found = self.tokens.current(self.clock(), rejected)
        if found is None:
            found = yield from self._acquire(timeout)
            self.tokens.keep(found)
        return found

    def _acquire(self, timeout: float | None) -> Flow[Lease]:
        """Ask for a token through the generated operation (facts A7, A8)."""
        from cloud_marketplace_api.api.auth import auth_token

        plain = auth_token.call({"marketplace": self.settings.marketplace})
        born = self.clock()
        call = Call(plain.operation, plain.path, _lease_reader(plain.read, born), body=plain.body)
        return (yield from self.send(call, timeout))


class _Trip(Generic[T]):
    """A call on its way: what was sent, how often, and what came."""

    def __init__(self, engine: Engine, call: Call[T], asked: float | None) -> None:
        self.engine = engine
        self.call = call
        self.asked = asked
        self.attempts = 0
        self.renewed = False
        self.situation = Situation(call.operation)
        self._token: Secret | None = None
        timeout = timeout_of(call.operation, asked, engine.settings)
        self._request = outgoing(call, engine.settings, timeout)
        self._started = engine.clock()

    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self.engine.clock() - self._started

    def attempt(self, lease: Lease | None) -> Flow[Reply]:
        """Hand the request to the network once."""
        clock = self.engine.clock
        self.attempts += 1
        self._token = lease.token if lease else None
        sent = clock()
        reply = yield Send(authorised(self._request, self.engine.settings, self._token))
        now = clock()
        self.situation = self._judge(reply, now - self._started)
        if self.engine.hooks or logs.is_wanted():
            self._note(reply, now - sent)
        return cast("Reply", reply)

    def _note(self, reply: Reply, seconds: float) -> None:
        """Log an attempt and tell the hooks; one that fails must not lose the answer."""
        operation = self.call.operation
        done = Attempt(
            operation=operation.id,
            method=operation.method,
            route=operation.path,
            number=self.attempts,
            status=reply.status if isinstance(reply, WireAnswer) else None,
            failure=reply.kinds[0] if isinstance(reply, WireFailure) else None,
            seconds=seconds,
            ended=self.engine.wall(),
            correlation_id=self._correlation_id(reply),
        )
        logs.attempt(done)
        for hook in self.engine.hooks:
            try:
                hook(done)
            except Exception as error:  # noqa: BLE001 - whatever a caller's function raises
                logs.hook_failed(type(error).__name__)

    def incident(self, reply: Reply) -> Incident:
        """Give what an error is made of."""
        return Incident(self.situation, reply, self._mask())

    def read(self, reply: Reply) -> T:
        """Read a good answer.

        Raises:
            ResponseMismatch: If it is no JSON, or not of the promised kind.
        """
        drifts: list[Drift] = []
        found = _read(self.call, reply, self.engine.watch, drifts)
        if isinstance(found, _Unread):
            raise mismatch(self.incident(reply), found.why)
        if drifts:
            self._tell(drifts, reply)
        return found

    def _tell(self, drifts: list[Drift], reply: Reply) -> None:
        """Say what deviates to whoever wants to know.

        Raises:
            PromiseBroken: If it is to be raised.
        """
        watch = self.engine.watch
        if watch is None or watch.report is None:
            raise promise_broken(self.incident(reply), drifts)
        for drift in drifts:
            watch.report(drift)

    def _judge(self, reply: Reply, elapsed: float) -> Situation:
        """Sum up what a decision rests on."""
        phase = phase_of(reply) if isinstance(reply, WireFailure) else None
        found = None
        if isinstance(reply, WireAnswer) and not 200 <= reply.status < 300:
            found = problem.read(reply, now=self.engine.wall(), mask=self._mask().text)
        return Situation(
            operation=self.call.operation,
            attempt=self.attempts,
            elapsed=elapsed,
            phase=phase,
            problem=found,
            renewed=self.renewed,
        )

    def _mask(self) -> Mask:
        """Know all secrets that an answer to this call could quote."""
        settings = self.engine.settings
        held = self.engine.tokens.held()
        tokens = [token for token in (self._token, held and held.token) if token]
        return Mask([*secrets_of(settings), *tokens, *secrets_in(self.call.body)])

    def _correlation_id(self, reply: Reply) -> str | None:
        if isinstance(reply, WireFailure):
            return None
        known = self.situation.problem
        return (
            known.correlation_id
            if known
            else problem.correlation_id(reply, None, self._mask().text)
        )


@dataclass(frozen=True, slots=True)
class _Unread:
    """Tells why an answer could not be read."""

    why: str


def _read(call: Call[T], reply: Reply, watch: Watch | None, drifts: list[Drift]) -> T | _Unread:
    """Read a good answer. Raises nothing: a frame that knows the answer must not be shown."""
    body = reply.body if isinstance(reply, WireAnswer) else b""
    value = decode(body)
    if value is UNREADABLE:
        return _Unread("the answer is no JSON" if body.strip() else "the answer is empty")
    if watch is not None:
        drifts += watch.look(call.operation, value)
    try:
        return call.read(value)
    except TypeError as error:
        return _Unread(str(error))


def _lease_reader(read: Callable[[Any], Token], born: float) -> Callable[[Any], Lease]:
    """Make a reader that gives a lease in place of the token's model."""

    def read_lease(value: Any) -> Lease:
        token = read(value)
        lease = lease_of(token.token, token.expires_in_seconds, born)
        if lease is None:
            raise TypeError("there is no usable token in the answer")
        return lease

    return read_lease


def _for_want_of_token(trip: _Trip[Any], error: MarketplaceError) -> NotSent:
    """Say that a call was not sent because its token could not be fetched."""
    situation = trip.situation
    return NotSent(
        f"no token could be had: {error.message}",
        advice=error.advice if isinstance(error, NotSent) else "",
        operation=situation.operation.id,
        attempts=trip.attempts,
        elapsed=round(trip.elapsed(), 3),
    )
