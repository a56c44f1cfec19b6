"""One call from its request to its value or error, written once and without any I/O.

A flow is a generator. It yields a step (send this, sleep so long, wait for that) and is sent the
step's result; a run loop carries the steps out, with threads or with tasks (see `steps` and
`run_loops`). So the two clients can't differ, and tests need neither network nor time.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cloud_marketplace_api.seam import Call

from cloud_marketplace._config.settings import Settings
from cloud_marketplace._decoding.deviations import Watch
from cloud_marketplace._engine import error_response
from cloud_marketplace._engine.build_request import timeout_of
from cloud_marketplace._engine.deadline import Reserve
from cloud_marketplace._engine.error_factory import error_for
from cloud_marketplace._engine.messages import HttpResponse, Reply, WireFailure
from cloud_marketplace._engine.rate_limiter import Limiter, Permit
from cloud_marketplace._engine.request_state import Trip
from cloud_marketplace._engine.retry_policy import Phase, Policy, Resend, Verdict, decide, phase_of
from cloud_marketplace._engine.steps import BeforeSend, Flow, Spawn, Wait
from cloud_marketplace._engine.token_cache import (
    AwaitRefresh,
    CachedToken,
    Outcome,
    Refresh,
    StartRefresh,
    TokenCache,
    parse_token,
)
from cloud_marketplace._observability.hooks import Hook
from cloud_marketplace.errors import MarketplaceError, NoAnswer, NotSent

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Token

    from cloud_marketplace._workflows.intent_store import Intents

T = TypeVar("T")

REFRESH_TIMEOUT = 30.0
"""Seconds that fetching a new token may take while the old one is still good."""
REFRESH_PATIENCE = 0.25
"""Seconds for which the call that began such a fetch waits for it; then the old token is used."""
_FETCHES = 3  # tokens that one call fetches at most while it waits for a place in the rate
_SHORTEST = 0.001  # seconds of a call whose time is up


@dataclass(slots=True)
class Engine:
    """Makes the flows of one client. What clients share, they share by sharing these parts.

    Attributes:
        settings: The settings.
        clock: Gives seconds that only move forward.
        wall: Gives seconds since 1970.
        policy: Decides what a reply leads to.
        tokens: The token in use.
        watch: Looks for drift in good answers; None does not.
        hooks: Are told about each attempt.
        limiter: Keeps the rate.
        reserve: The resends that can be afforded.
        chance: Gives a number of 0 up to 1, by which pauses are drawn.
        intents: Where orders are written down before they are sent; None is the usual place.
    """

    settings: Settings
    clock: Callable[[], float]
    wall: Callable[[], float]
    policy: Policy = decide
    tokens: TokenCache = field(default_factory=TokenCache)
    watch: Watch | None = None
    hooks: tuple[Hook, ...] = ()
    limiter: Limiter = field(default_factory=Limiter)
    reserve: Reserve = field(default_factory=Reserve)
    chance: Callable[[], float] = random.random
    intents: Intents | None = None

    def send(
        self,
        call: Call[T],
        timeout: float | None,
        *,
        within: float | None = None,
        single: bool = False,
        before_send: BeforeSend | None = None,
    ) -> Flow[T]:
        """Send a call, again where the policy says so, and read its answer.

        Args:
            call: The call.
            timeout: Seconds for everything; None takes the settings.
            within: Seconds that are left for it; shortens the timeout.
            single: Whether it is sent once only.
            before_send: Runs before each attempt, see `SendCall`.

        Raises:
            MarketplaceError: One of its tree.
            TypeError: If the body can't be sent as JSON.
            ValueError: If the timeout is not a positive number.
        """
        if within is not None:
            timeout = min(
                timeout_of(call.operation, timeout, self.settings), max(within, _SHORTEST)
            )
        trip = Trip(self, call, timeout, single=single)
        while True:
            token, permit = yield from self._ready(trip)
            reply = yield from trip.attempt(token, permit, before_send)
            verdict = self.policy(trip.situation)
            if verdict is Verdict.READ:
                self.reserve.earn()
                return trip.read(reply)
            if isinstance(verdict, Resend):
                yield from trip.pause(verdict.after)
            elif verdict is Verdict.RENEW and token is not None:
                trip.renewed = True
                self.tokens.discard(token)
            else:
                raise error_for(verdict, trip.incident(reply))

    def settle(self, permit: Permit, reply: Reply | None) -> None:
        """Tell the limiter what came of a place in the rate; None when the call was cancelled."""
        now = self.clock()
        if isinstance(reply, HttpResponse) and reply.status == 429:
            wait = error_response.retry_after(reply.headers, self.wall())
            self.limiter.refused(permit, wait, now)
        elif isinstance(reply, WireFailure) and phase_of(reply) in (Phase.BARRED, Phase.BEFORE):
            self.limiter.withdrawn(permit)
        else:
            self.limiter.arrived(permit, now)

    def _ready(self, trip: Trip[Any]) -> Flow[tuple[CachedToken | None, Permit]]:
        """Get a good token, and a place in the rate that is used at once."""
        token = yield from self._usable_token(trip)
        fetches = 1
        while True:
            trip.check()
            found = self.limiter.take(self.clock())
            if isinstance(found, Permit):
                return token, found
            yield from trip.queue(found.seconds, found.signal)
            if token is not None and self.clock() >= token.unusable_at and fetches < _FETCHES:
                token = yield from self._usable_token(trip)
                fetches += 1

    def _usable_token(self, trip: Trip[Any]) -> Flow[CachedToken | None]:
        """Give a good token; None where none is needed."""
        if trip.call.operation.security != "bearer":
            return None
        found = self.tokens.get(self.clock())
        while not isinstance(found, CachedToken):
            trip.check()
            outcome = yield from self._outcome(found, trip)
            if isinstance(outcome, MarketplaceError):
                raise trip.without_token(outcome)
            found = outcome or self.tokens.get(self.clock())
        return found

    def _outcome(self, found: StartRefresh | AwaitRefresh, trip: Trip[Any]) -> Flow[Outcome]:
        """Fetch a token, or wait until another call has done so; None: look for it again."""
        refresh, left = found.refresh, trip.deadline.left()
        if isinstance(found, StartRefresh) and refresh.fallback is None:
            return (yield from self._fetch(refresh, trip))
        if isinstance(found, StartRefresh):
            yield Spawn(self._refresh(refresh), partial(self._give_up, refresh))
            left = min(left, REFRESH_PATIENCE)
        yield Wait(refresh.outcome, left)
        # What went wrong while the old token was good is no answer for who needs a new one.
        known = refresh.outcome.done() and refresh.fallback is None
        return _own(refresh.outcome.result()) if known else None

    def _refresh(self, refresh: Refresh) -> Flow[None]:
        """Fetch a token while the old one is good, which serves on if that fails."""
        outcome: Outcome = None
        try:
            outcome = yield from self._acquire(REFRESH_TIMEOUT, single=True)
        except MarketplaceError as error:
            outcome = _own(error)
        finally:
            refresh.complete(outcome, self.clock())

    def _give_up(self, refresh: Refresh) -> None:
        """Let nobody wait for a token that is fetched no more."""
        refresh.complete(None, self.clock())

    def _fetch(self, refresh: Refresh, trip: Trip[Any]) -> Flow[CachedToken | MarketplaceError]:
        """Fetch a token for all who wait for it."""
        outcome: Outcome = None
        given = trip.deadline.given
        try:
            outcome = yield from self._acquire(None if given is None else trip.deadline.left())
        except MarketplaceError as error:
            outcome = error
        finally:
            # Who has more time left than this call had tries again.
            late = isinstance(outcome, NotSent | NoAnswer) and trip.deadline.left() <= 0
            refresh.complete(None if late else _own(outcome), self.clock())
        return outcome

    def _acquire(self, timeout: float | None, *, single: bool = False) -> Flow[CachedToken]:
        """Ask for a token through the generated operation (facts A7, A8)."""
        from cloud_marketplace_api.api.auth import auth_token

        plain = auth_token.call({"marketplace": self.settings.marketplace})
        fetched_at = self.clock()
        call = Call(
            plain.operation, plain.path, _token_reader(plain.read, fetched_at), body=plain.body
        )
        return (yield from self.send(call, timeout, single=single))


def _own(outcome: Outcome) -> Outcome:
    """Copy an error, since many calls may raise what one of them met."""
    return copy.copy(outcome) if isinstance(outcome, MarketplaceError) else outcome


def _token_reader(read: Callable[[Any], Token], fetched_at: float) -> Callable[[Any], CachedToken]:
    """Make a reader that returns a cached token in place of the model of the response."""

    def read_token(value: Any) -> CachedToken:
        model = read(value)
        token = parse_token(model.token, model.expires_in_seconds, fetched_at)
        if token is None:
            raise TypeError("there is no usable token in the response")
        return token

    return read_token
