"""Fetch tokens for all calls of a client: one request at a time, ahead of time where possible.

The states of the cached token are drawn in `token_cache`. This module does what the cache
requests: fetch now, fetch in the background, or wait for the call that fetches.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import Operation

from cloud_marketplace._engine.deadline import Deadline
from cloud_marketplace._engine.steps import Flow, Spawn, Wait
from cloud_marketplace._engine.token_cache import (
    AwaitRefresh,
    CachedToken,
    Outcome,
    Refresh,
    StartRefresh,
    parse_token,
)
from cloud_marketplace.errors import MarketplaceError, NoAnswer, NotSent

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Token

    from cloud_marketplace._config.oauth2 import OAuth2
    from cloud_marketplace._config.settings import Settings

PROVIDER_TOKEN: Final = "auth.oauth2_token"  # noqa: S105 - the id of an operation
"""Operation id of the request to an identity provider, for errors, logs and hooks."""

REFRESH_TIMEOUT: Final = 30.0
"""Seconds for fetching a new token while the old one is still valid."""

REFRESH_WAIT: Final = 0.25
"""Seconds for which the call that started such a fetch waits for it; then it uses the old token."""


class Acquire(Protocol):
    """Requests a token from the service."""

    def __call__(self, timeout: float | None, *, single: bool = False) -> Flow[CachedToken]:
        """Request a token; `single` sends the request once only."""


class TokenFetcher:
    """Does what the token cache requests of a call.

    Args:
        acquire: Requests a token.
        clock: Returns seconds that only increase.
    """

    def __init__(self, acquire: Acquire, clock: Callable[[], float]) -> None:
        self._acquire = acquire
        self._clock = clock

    def outcome(self, found: StartRefresh | AwaitRefresh, deadline: Deadline) -> Flow[Outcome]:
        """Fetch a token, or wait until another call has done so.

        Args:
            found: What the cache requests.
            deadline: When the call that needs the token must end.

        Returns:
            The token, the error of the fetch, or None if the cache must be asked again.
        """
        refresh, left = found.refresh, deadline.left()
        if isinstance(found, StartRefresh) and refresh.fallback is None:
            return (yield from self._fetch(refresh, deadline))
        if isinstance(found, StartRefresh):
            yield Spawn(self._fetch_ahead(refresh), partial(self._abandon, refresh))
            left = min(left, REFRESH_WAIT)
        yield Wait(refresh.outcome, left)
        # An error while the old token was valid does not concern a call that needs a new one.
        known = refresh.outcome.done() and refresh.fallback is None
        return _own(refresh.outcome.result()) if known else None

    def _fetch_ahead(self, refresh: Refresh) -> Flow[None]:
        """Fetch a token while the old one is valid; if that fails, the old one stays in use."""
        outcome: Outcome = None
        try:
            outcome = yield from self._acquire(REFRESH_TIMEOUT, single=True)
        except MarketplaceError as error:
            outcome = _own(error)
        finally:
            refresh.complete(outcome, self._clock())

    def _abandon(self, refresh: Refresh) -> None:
        """Release waiters when a refresh is abandoned."""
        refresh.complete(None, self._clock())

    def _fetch(self, refresh: Refresh, deadline: Deadline) -> Flow[CachedToken | MarketplaceError]:
        """Fetch a token for all calls that wait for it."""
        outcome: Outcome = None
        try:
            outcome = yield from self._acquire(None if deadline.given is None else deadline.left())
        except MarketplaceError as error:
            outcome = error
        finally:
            # A call with more time left than this one had fetches again.
            late = isinstance(outcome, NotSent | NoAnswer) and deadline.left() <= 0
            refresh.complete(None if late else _own(outcome), self._clock())
        return outcome


def token_call(settings: Settings, fetched_at: float) -> Call[CachedToken]:
    """Make the call that requests a token, from the service or from an identity provider."""
    if settings.oauth2 is not None:
        return _provider_call(settings.oauth2, fetched_at)
    from cloud_marketplace_api.api.auth import auth_token

    plain = auth_token.call({"marketplace": settings.marketplace})
    read = _token_reader(plain.read, fetched_at)
    return Call(plain.operation, plain.path, read, body=plain.body)


def _provider_call(oauth2: OAuth2, fetched_at: float) -> Call[CachedToken]:
    """Make the call that requests a token from the identity provider."""

    def read_token(value: Any) -> CachedToken:
        token = _token_in(value, fetched_at) if isinstance(value, dict) else None
        if token is None:
            raise TypeError("there is no usable access token in the response")
        return token

    path = urlsplit(oauth2.endpoint.url).path
    operation = Operation(
        id=PROVIDER_TOKEN,
        tag="auth",
        method="POST",
        path=path,
        effect="token",
        replayable=True,
        security="oauth2",
        statuses=(200, 400, 401),
    )
    return Call(operation, path, read_token)


def _token_in(value: dict[str, Any], fetched_at: float) -> CachedToken | None:
    """Read a response; a token of another kind than a bearer token is not usable."""
    kind = value.get("token_type")
    if isinstance(kind, str) and kind.lower() != "bearer":
        return None
    return parse_token(value.get("access_token"), value.get("expires_in"), fetched_at)


def _own(outcome: Outcome) -> Outcome:
    """Copy an error, since several calls may raise it."""
    return copy.copy(outcome) if isinstance(outcome, MarketplaceError) else outcome


def _token_reader(read: Callable[[Any], Token], fetched_at: float) -> Callable[[Any], CachedToken]:
    """Create a reader that returns a cached token in place of the model of the response."""

    def read_token(value: Any) -> CachedToken:
        model = read(value)
        token = parse_token(model.token, model.expires_in_seconds, fetched_at)
        if token is None:
            raise TypeError("there is no usable token in the response")
        return token

    return read_token
