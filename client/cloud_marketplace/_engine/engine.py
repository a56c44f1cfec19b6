"""One call from its request to its value or error, written once and without any I/O.

A call is a flow: a generator that yields a step and is sent the step's result. A run loop carries
the steps out, with threads or with tasks, so the two clients can't differ and tests need neither
network nor time:

    flow = engine.send(orders_get.call(7), timeout=None)
    step = next(flow)                 # Send: the token request
    step = flow.send(token_response)  # Send: GET /orders/7 with the token
    step = flow.send(unavailable)     # Sleep(0.4): a 503, so the policy retries
    step = flow.send(None)            # Send: GET /orders/7
    flow.send(order_response)         # StopIteration, whose value is the order

The states of a call are drawn in `request_state`, the steps are in `steps`, and `retry_policy`
decides what to do after an attempt.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from cloud_marketplace_api.call import Call

from cloud_marketplace._config.settings import Settings, check_timeout
from cloud_marketplace._contract.sample import Sample
from cloud_marketplace._decoding.deviations import Watch, drifts_of
from cloud_marketplace._decoding.read_response import Seen, Unread, read
from cloud_marketplace._engine import error_response
from cloud_marketplace._engine.build_request import add_credentials, build_request, timeout_of
from cloud_marketplace._engine.call_redactor import redactor_for
from cloud_marketplace._engine.check_response import why_foreign
from cloud_marketplace._engine.deadline import Deadline
from cloud_marketplace._engine.error_factory import (
    CallFailure,
    error_for,
    no_time,
    no_token,
    not_for_provider,
    promise_broken,
    unreadable,
)
from cloud_marketplace._engine.error_response import ErrorResponse, Layer, reason_phrase
from cloud_marketplace._engine.messages import HttpResponse, Reply, TransportFailure
from cloud_marketplace._engine.rate_limiter import Pause, Permit, RateLimiter
from cloud_marketplace._engine.request_state import RequestState
from cloud_marketplace._engine.retry_policy import (
    Decision,
    FailurePhase,
    Policy,
    Retry,
    commits,
    decide,
    end_of,
    is_worth_waiting,
    phase_of,
)
from cloud_marketplace._engine.retry_quota import RetryQuota
from cloud_marketplace._engine.steps import BeforeSend, Flow, Send, Sleep, Wait
from cloud_marketplace._engine.token_cache import AwaitRefresh, CachedToken, TokenCache
from cloud_marketplace._engine.token_fetcher import TokenFetcher, token_call
from cloud_marketplace._observability import logs
from cloud_marketplace._observability.hooks import Attempt, Hook, Waiting
from cloud_marketplace._observability.redaction import Redactor
from cloud_marketplace._observability.report_attempt import report_attempt, report_wait
from cloud_marketplace.errors import MarketplaceError, OutcomeUnknown

if TYPE_CHECKING:
    from cloud_marketplace._contract.observer import ContractObserver
    from cloud_marketplace._workflows.intents.protocol import Intents

T = TypeVar("T")

_FETCHES = 3  # tokens that one call fetches at most while it waits for the rate limit
_SHORTEST = 0.001  # seconds for a call whose time is up


@dataclass(slots=True)
class Engine:
    """Creates the flows of one client; clients share connections, token and limits.

    Attributes:
        settings: The settings.
        clock: Returns seconds that only increase.
        wall: Returns seconds since 1970.
        policy: Decides what to do after an attempt.
        tokens: The token in use.
        watch: Receives deviations of successful responses; None ignores them.
        hooks: Are called after each attempt.
        limiter: Keeps the rate limit of the service.
        provider_limiter: Keeps that of an identity provider on another host.
        retry_quota: Limits the retries of all calls.
        random: Returns a number from 0 up to 1; pauses are chosen with it.
        intents: Where orders are recorded before they are sent; None is the default path.
        observer: Judges a share of the responses in the background.
    """

    settings: Settings
    clock: Callable[[], float]
    wall: Callable[[], float]
    policy: Policy = decide
    tokens: TokenCache = field(default_factory=TokenCache)
    watch: Watch | None = None
    hooks: tuple[Hook, ...] = ()
    limiter: RateLimiter = field(default_factory=RateLimiter)
    provider_limiter: RateLimiter = field(default_factory=RateLimiter)
    retry_quota: RetryQuota = field(default_factory=RetryQuota)
    random: Callable[[], float] = random.random
    intents: Intents | None = None
    observer: ContractObserver | None = None

    def send(
        self,
        call: Call[T],
        timeout: float | None,
        *,
        within: float | None = None,
        single: bool = False,
        before_send: BeforeSend | None = None,
    ) -> Flow[T]:
        """Send a call, repeat it if the policy says so, and read its response.

        Args:
            call: The call.
            timeout: Seconds for everything; None uses the client's setting.
            within: Seconds that are left for it; shortens the timeout.
            single: Whether it is sent only once.
            before_send: Runs before each attempt, see `SendCall`.

        Raises:
            MarketplaceError: If it fails.
            TypeError: If the body can't be sent as JSON.
            ValueError: If the timeout is not a positive number.
        """
        state = self._start(call, timeout, within, single=single)
        if within is not None and within <= 0 and commits(call.operation):
            raise no_time(state.context, state.deadline.elapsed(), 0.0)
        while True:
            token, permit = yield from self._ready(state)
            reply = yield from self._attempt(state, token, permit, before_send)
            decision = self.policy(state.context)
            if decision is Decision.READ:
                self.retry_quota.refund()
                return self._read(state, reply)
            if isinstance(decision, Retry):
                if decision.takes_quota and not self.retry_quota.acquire():
                    raise error_for(end_of(state.context), self._failure(state, reply))
                state.retry()
                if decision.after:
                    self._report_wait(state, "retry", decision.after)
                    yield Sleep(decision.after)
            elif decision is Decision.RENEW and token is not None:
                state.renewed = True
                self.tokens.discard(token)
            else:
                self._discard_rejected(token, state)
                raise error_for(decision, self._failure(state, reply))

    def _start(
        self, call: Call[T], timeout: float | None, within: float | None, *, single: bool
    ) -> RequestState[T]:
        if within is not None:
            whole = timeout_of(call.operation, timeout, self.settings)
            timeout = min(whole, max(within, _SHORTEST))
        if call.operation.security == "basic" and self.settings.oauth2 is not None:
            raise not_for_provider(call.operation.id)
        given = check_timeout(timeout) or self.settings.timeout
        deadline = Deadline(self.clock, call.operation.effect, given)
        request = build_request(call, self.settings, deadline.attempt())
        return RequestState(call, request, deadline, 1 if single else self.settings.max_attempts)

    def _ready(self, state: RequestState[Any]) -> Flow[tuple[CachedToken | None, Permit]]:
        """Get a valid token, and a permit of the rate limiter that is used at once."""
        token = yield from self._usable_token(state)
        fetches = 1
        while True:
            self._check_time(state)
            found = self._limiter_of(state).acquire(self.clock())
            if isinstance(found, Permit):
                return token, found
            yield from self._wait_for_rate(state, found)
            if token is not None and self.clock() >= token.unusable_at and fetches < _FETCHES:
                token = yield from self._usable_token(state)
                fetches += 1

    def _usable_token(self, state: RequestState[Any]) -> Flow[CachedToken | None]:
        """Get a valid token; None if the operation needs none."""
        if state.call.operation.security != "bearer":
            return None
        found = self.tokens.get(self.clock())
        while not isinstance(found, CachedToken):
            self._check_time(state)
            fetcher = TokenFetcher(self._acquire, self.clock)
            if isinstance(found, AwaitRefresh):
                self._report_wait(state, "token", state.deadline.left())
            outcome = yield from fetcher.outcome(found, state.deadline)
            if isinstance(outcome, MarketplaceError):
                raise self._without_token(state, outcome)
            found = outcome or self.tokens.get(self.clock())
        return found

    def _acquire(self, timeout: float | None, *, single: bool = False) -> Flow[CachedToken]:
        """Request a token."""
        call = token_call(self.settings, self.clock())
        return (yield from self.send(call, timeout, single=single))

    def _wait_for_rate(self, state: RequestState[Any], pause: Pause) -> Flow[None]:
        """Wait until the rate limit may allow the call.

        Raises:
            MarketplaceError: At once, if the remaining time does not allow it, or the service
                asks for too long a wait.
        """
        self._check_time(state, pause.seconds, is_too_long=pause.is_too_long)
        if not (pause.signal and state.is_queued):  # the signal wakes many calls for one place
            self._report_wait(state, "rate", pause.seconds)
        state.is_queued = True
        began = self.clock()
        yield Wait(pause.signal, pause.seconds) if pause.signal else Sleep(pause.seconds)
        state.deadline.excuse(self.clock() - began)

    def _report_wait(
        self, state: RequestState[Any], reason: Literal["rate", "token", "retry"], seconds: float
    ) -> None:
        waiting = Waiting(state.call.operation.id, reason, seconds, state.attempts)
        report_wait(waiting, self.hooks)

    def _attempt(
        self,
        state: RequestState[Any],
        token: CachedToken | None,
        permit: Permit,
        before_send: BeforeSend | None,
    ) -> Flow[Reply]:
        """Send the request once, and record the reply."""
        state.begin(token.token if token else None)
        request = add_credentials(
            state.request, self.settings, state.token, state.deadline.attempt()
        )
        sent = self.clock()
        reply: Reply | None = None
        try:
            if before_send is not None:
                request = replace(request, may_leave=(yield from before_send()))
            reply = cast("Reply", (yield Send(request)))
        finally:
            self._settle(self._limiter_of(state), permit, reply)
        error = self._parse_error(state, reply)
        if error is not None and self.observer is not None and self.observer.draw():
            self.observer.put(Sample(state.call.operation, error.status, b""))
        is_good = isinstance(reply, HttpResponse) and error is None
        state.received(reply, error, 0.0 if is_good else self.random())
        if self.hooks or logs.is_wanted():
            self._report(state, reply, self.clock() - sent)
        return reply

    def _discard_rejected(self, token: CachedToken | None, state: RequestState[Any]) -> None:
        """Discard a token that was rejected, although the call is not sent again."""
        error = state.context.error_response
        if token is not None and error is not None and error.status == 401:
            self.tokens.discard(token)

    def _limiter_of(self, state: RequestState[Any]) -> RateLimiter:
        """Return the limiter of the host that a request goes to."""
        is_own = self.settings.address.owns(state.request.url)
        return self.limiter if is_own else self.provider_limiter

    def _settle(self, limiter: RateLimiter, permit: Permit, reply: Reply | None) -> None:
        """Tell the limiter how a request ended; None if it was cancelled."""
        now = self.clock()
        if isinstance(reply, HttpResponse) and reply.status == 429:
            wait = error_response.parse_retry_after(reply.headers, self.wall())
            limiter.rejected(permit, wait, now)
        elif isinstance(reply, TransportFailure) and phase_of(reply) in (
            FailurePhase.UNSENDABLE,
            FailurePhase.BEFORE_SENDING,
        ):
            limiter.withdrawn(permit)
        else:
            limiter.completed(permit, now, is_accepted=isinstance(reply, HttpResponse))

    def _parse_error(self, state: RequestState[Any], reply: Reply) -> ErrorResponse | None:
        if isinstance(reply, TransportFailure) or 200 <= reply.status < 300:
            return None
        redact = self._redactor(state).text
        try:
            return error_response.parse(reply, now=self.wall(), redact=redact)
        except (RecursionError, MemoryError):
            return ErrorResponse(reply.status, Layer.UNKNOWN, reason_phrase(reply.status))

    def _report(self, state: RequestState[Any], reply: Reply, seconds: float) -> None:
        """Report an attempt to log and hooks."""
        operation, error = state.call.operation, state.context.error_response
        correlation_id = error.correlation_id if error else None
        if isinstance(reply, HttpResponse) and error is None:
            redact = self._redactor(state).text
            correlation_id = error_response.find_correlation_id(reply, None, redact)
        attempt = Attempt(
            operation=operation.id,
            method=operation.method,
            route=operation.path,
            number=state.attempts,
            status=reply.status if isinstance(reply, HttpResponse) else None,
            failure=reply.kinds[0] if isinstance(reply, TransportFailure) else None,
            seconds=seconds,
            ended=self.wall(),
            correlation_id=correlation_id,
        )
        report_attempt(attempt, self.hooks)

    def _read(self, state: RequestState[T], reply: Reply) -> T:
        """Read a successful response.

        Raises:
            ResponseMismatch: If it is not JSON, not of the promised type, or of another call.
            OutcomeUnknown: The same, for an order or write.
            PromiseBroken: If it deviates, and deviations are to be raised.
        """
        observer = self.observer if self.observer and self.observer.draw() else None
        seen = Seen() if observer or self.watch else None
        found = self._read_body(state.call, reply, seen)
        if observer and isinstance(reply, HttpResponse):
            observer.put(Sample(state.call.operation, reply.status, reply.body, seen))
        if isinstance(found, Unread):
            raise unreadable(self._failure(state, reply), found.why)
        if self.watch and seen and seen.notes:
            drifts = drifts_of(state.call.operation.id, seen.notes)
            if self.watch.report is None:
                raise promise_broken(self._failure(state, reply), drifts)
            for drift in drifts:
                self.watch.report(drift)
        return found

    def _read_body(self, call: Call[T], reply: Reply, seen: Seen | None) -> T | Unread:
        try:
            # No variable holds the body: it would show in a traceback with locals.
            found = read(
                call, reply.body if isinstance(reply, HttpResponse) else b"", self.watch, seen
            )
            why = "" if isinstance(found, Unread) else why_foreign(call, found)
            return Unread(why) if why else found
        except (RecursionError, MemoryError, OverflowError):
            return Unread("the response is nested too deeply, or too large")

    def _check_time(
        self, state: RequestState[Any], pause: float = 0.0, *, is_too_long: bool = False
    ) -> None:
        """Check that there is time left after a pause.

        Raises:
            MarketplaceError: If there is not.
        """
        deadline = state.deadline
        left = deadline.left()
        rest = left if deadline.given is None else left - pause
        if is_too_long or not is_worth_waiting(state.call.operation, rest, deadline.whole):
            given_up = self._given_up(state)
            raise given_up or no_time(state.context, deadline.elapsed(), pause)

    def _given_up(self, state: RequestState[Any]) -> MarketplaceError | None:
        """Make the error of a call that is not sent again; None if it was never sent."""
        if state.reply is None:
            return None
        return error_for(end_of(state.context), self._failure(state, state.reply))

    def _without_token(self, state: RequestState[Any], error: MarketplaceError) -> MarketplaceError:
        """Make the error of a call for which no token could be fetched."""
        given_up = self._given_up(state)
        if isinstance(given_up, OutcomeUnknown):
            return given_up  # what an earlier attempt may have done matters more
        return no_token(state.context, state.deadline.elapsed(), error)

    def _failure(self, state: RequestState[Any], reply: Reply) -> CallFailure:
        return CallFailure(state.context, reply, self._redactor(state), self.settings)

    def _redactor(self, state: RequestState[Any]) -> Redactor:
        cached = self.tokens.peek()
        tokens = (state.token, cached.token if cached else None)
        return redactor_for(self.settings, tokens, state.call.body)
