"""A call on its way: what was sent, how often, what came, and how much time is left."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from cloud_marketplace_api.seam import Call

from cloud_marketplace._config.settings import check_timeout
from cloud_marketplace._decoding.deviations import Drift
from cloud_marketplace._decoding.read_response import Unread, read
from cloud_marketplace._engine import error_response
from cloud_marketplace._engine.build_request import authorised, outgoing, secrets_in, secrets_of
from cloud_marketplace._engine.deadline import Deadline
from cloud_marketplace._engine.error_factory import (
    Incident,
    error_for,
    mismatch,
    no_room,
    promise_broken,
)
from cloud_marketplace._engine.messages import HttpResponse, Reply, WireFailure
from cloud_marketplace._engine.rate_limiter import Permit
from cloud_marketplace._engine.retry_policy import (
    Phase,
    Situation,
    end_of,
    is_worth_waiting,
    may_have_happened,
    phase_of,
)
from cloud_marketplace._engine.steps import BeforeSend, Flow, Send, Sleep, Wait
from cloud_marketplace._engine.token_cache import CachedToken
from cloud_marketplace._observability import logs
from cloud_marketplace._observability.hooks import Attempt
from cloud_marketplace._observability.redaction import Mask, Secret
from cloud_marketplace.errors import MarketplaceError, NoAnswer, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from cloud_marketplace._engine.engine import Engine

T = TypeVar("T")


class Trip(Generic[T]):
    """One call of an engine.

    Args:
        engine: Whose call it is.
        call: The call.
        timeout: Seconds that the caller allows for everything; None takes the settings.
        single: Whether it is sent once only.

    Raises:
        TypeError: If the body can't be sent as JSON.
        ValueError: If the timeout is not a positive number.
    """

    def __init__(
        self, engine: Engine, call: Call[T], timeout: float | None, *, single: bool = False
    ) -> None:
        settings = engine.settings
        self.engine = engine
        self.call = call
        self.attempts = 0
        self.renewed = False
        self.deadline = Deadline(
            engine.clock, call.operation.effect, check_timeout(timeout) or settings.timeout
        )
        self.situation = Situation(call.operation, attempt=0)
        self._most = 1 if single else settings.max_attempts
        self._doubtful = False
        self._reply: Reply | None = None
        self._token: Secret | None = None
        self._request = outgoing(call, settings, self.deadline.attempt())
        self._started = engine.clock()

    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self.engine.clock() - self._started

    def attempt(
        self, token: CachedToken | None, permit: Permit, before_send: BeforeSend | None = None
    ) -> Flow[Reply]:
        """Hand the request to the network once."""
        engine = self.engine
        self.attempts += 1
        self._token = token.token if token else None
        request = authorised(self._request, engine.settings, self._token, self.deadline.attempt())
        sent = engine.clock()
        reply: Reply | None = None
        try:
            if before_send is not None:
                request = replace(request, may_leave=(yield from before_send()))
            reply = cast("Reply", (yield Send(request)))
        finally:
            engine.settle(permit, reply)
        self._reply = reply
        self.situation = self._judge(reply)
        if engine.hooks or logs.is_wanted():
            self._note(reply, engine.clock() - sent)
        return reply

    def pause(self, seconds: float) -> Flow[None]:
        """Wait before the same request is sent again."""
        self._doubtful = self._doubtful or may_have_happened(self.situation)
        error_response = self.situation.problem
        if error_response is None or error_response.status != 429:
            self.engine.reserve.spend()
        yield Sleep(seconds)

    def queue(self, seconds: float, signal: Future[Any] | None) -> Flow[None]:
        """Wait for a place in the rate.

        Raises:
            MarketplaceError: At once, if the time that is left does not allow it.
        """
        self.check(seconds)
        clock = self.engine.clock
        began = clock()
        yield Wait(signal, seconds) if signal else Sleep(seconds)
        self.deadline.excuse(clock() - began)

    def check(self, seconds: float = 0.0) -> None:
        """See that there is time left after so many seconds.

        Raises:
            MarketplaceError: If there is not.
        """
        left = self.deadline.left()
        rest = left if self.deadline.given is None else left - seconds
        if is_worth_waiting(self.call.operation, rest, self.deadline.whole):
            return
        raise self.given_up() or no_room(self.situation, self.elapsed(), seconds)

    def given_up(self) -> MarketplaceError | None:
        """Make the error of a call that is not sent again; None if it was never sent."""
        if self._reply is None:
            return None
        return error_for(end_of(self.situation), self.incident(self._reply))

    def without_token(self, error: MarketplaceError) -> MarketplaceError:
        """Make the error of a call for which no token could be had."""
        given_up = self.given_up()
        if isinstance(given_up, OutcomeUnknown):
            return given_up  # an earlier attempt matters more
        if not isinstance(error, NotSent | NoAnswer):
            return error
        return NotSent(
            f"no token could be had: {error.message}",
            advice=error.advice if isinstance(error, NotSent) else "",
            operation=self.call.operation.id,
            attempts=self.attempts,
            elapsed=round(self.elapsed(), 3),
        )

    def incident(self, reply: Reply) -> Incident:
        """Give what an error is made of."""
        return Incident(self.situation, reply, self._mask())

    def read(self, reply: Reply) -> T:
        """Read a good answer.

        Raises:
            ResponseMismatch: If it is no JSON, or not of the promised kind.
        """
        drifts: list[Drift] = []
        found = read(self.call, reply, self.engine.watch, drifts)
        if isinstance(found, Unread):
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

    def _judge(self, reply: Reply) -> Situation:
        """Sum up what a decision rests on."""
        phase: Phase | None = phase_of(reply) if isinstance(reply, WireFailure) else None
        found = None
        if isinstance(reply, HttpResponse) and not 200 <= reply.status < 300:
            found = error_response.read(reply, now=self.engine.wall(), mask=self._mask().text)
        good = phase is None and found is None
        return Situation(
            operation=self.call.operation,
            attempt=self.attempts,
            elapsed=self.elapsed(),
            phase=phase,
            problem=found,
            renewed=self.renewed,
            doubtful=self._doubtful,
            left=self.deadline.left(),
            whole=self.deadline.whole,
            most=self._most,
            affordable=good or self.engine.reserve.has_one(),
            chance=0.0 if good else self.engine.chance(),
        )

    def _note(self, reply: Reply, seconds: float) -> None:
        """Log an attempt and tell the hooks; one that fails must not lose the answer."""
        operation = self.call.operation
        done = Attempt(
            operation=operation.id,
            method=operation.method,
            route=operation.path,
            number=self.attempts,
            status=reply.status if isinstance(reply, HttpResponse) else None,
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

    def _mask(self) -> Mask:
        """Know all secrets that an answer to this call could quote."""
        settings = self.engine.settings
        held = self.engine.tokens.peek()
        tokens = [token for token in (self._token, held and held.token) if token]
        return Mask([*secrets_of(settings), *tokens, *secrets_in(self.call.body)])

    def _correlation_id(self, reply: Reply) -> str | None:
        if isinstance(reply, WireFailure):
            return None
        known = self.situation.problem
        return (
            known.correlation_id
            if known
            else error_response.correlation_id(reply, None, self._mask().text)
        )
