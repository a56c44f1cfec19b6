"""The current token, how long it is valid, and which call fetches the next one.

A token is opaque and never parsed. What happens to a call depends on the age of the cached token::

    fetched_at            refresh_at           unusable_at
        |------ fresh ------|------ ageing ------|------ missing ------>
          use it               use it; one call     one call fetches a token,
                               fetches the next     all others wait for that

A rejected or never fetched token is missing, too. Example: a token that lives for 1500 s is fresh
for 1200 s, ageing up to 1470 s, and missing from then on.
"""

from __future__ import annotations

import math
import os
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace.errors import MarketplaceError

_REFRESH_EARLY, _REFRESH_EARLY_SHARE = 300.0, 0.2
_STOP_EARLY, _STOP_EARLY_SHARE = 30.0, 0.05
_TRIES_WHILE_AGEING = 10
_HEADER_TEXT = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class CachedToken:
    """A token with its lifetime, so that it can be replaced before the service rejects it.

    Attributes:
        token: The token.
        fetched_at: Clock reading just before the request for it, so that its age is never
            underestimated.
        lifetime: Its seconds according to the service; infinite if the service states none.
    """

    token: Secret
    fetched_at: float
    lifetime: float

    @property
    def refresh_at(self) -> float:
        """Clock reading from which a new token is fetched: 5 minutes early, or a fifth."""
        return self._before_the_end(_REFRESH_EARLY, _REFRESH_EARLY_SHARE)

    @property
    def unusable_at(self) -> float:
        """Clock reading from which the token is not sent: half a minute early, or a twentieth."""
        return self._before_the_end(_STOP_EARLY, _STOP_EARLY_SHARE)

    def _before_the_end(self, seconds: float, share: float) -> float:
        return self.fetched_at + self.lifetime - min(seconds, self.lifetime * share)


Outcome = CachedToken | MarketplaceError | None
"""Result of a refresh; None if it was abandoned before there was a response."""


@dataclass(frozen=True, slots=True, eq=False)
class Refresh:
    """The one request for a token that is in flight, so that callers can wait for its outcome.

    Attributes:
        cache: The cache that gets the token.
        fallback: The ageing token that can still be used; None if there is none.
        outcome: Done when the refresh is complete.
    """

    cache: TokenCache
    fallback: CachedToken | None = None
    outcome: Future[Outcome] = field(default_factory=Future)

    def complete(self, outcome: Outcome, now: float) -> None:
        """Store the outcome and wake the callers that wait for it; a second time has no effect.

        Args:
            outcome: The new token, the error, or None if the refresh was abandoned.
            now: Clock reading.
        """
        self.cache.completed(self, outcome, now)


@dataclass(frozen=True, slots=True)
class StartRefresh:
    """Tells the caller to fetch a token, and to complete the refresh whatever happens."""

    refresh: Refresh


@dataclass(frozen=True, slots=True)
class AwaitRefresh:
    """Tells the caller that another call is fetching a token, and to wait for that."""

    refresh: Refresh


class TokenCache:
    """The token shared by all calls of a client; safe for any number of threads and event loops."""

    __slots__ = ("_lock", "_next_try", "_pid", "_refresh", "_token")

    def __init__(self) -> None:
        self._token: CachedToken | None = None
        self._refresh: Refresh | None = None
        self._next_try = -math.inf
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def get(self, now: float) -> CachedToken | StartRefresh | AwaitRefresh:
        """Return a usable token, or how to get one.

        Args:
            now: Clock reading.
        """
        token = self._token
        if token is not None and now < token.refresh_at:
            return token
        self._leave_parent_process()
        with self._lock:
            token = self._token
            usable = token if token is not None and now < token.unusable_at else None
            if usable and (now < usable.refresh_at or self._refresh or now < self._next_try):
                return usable
            if self._refresh:
                return AwaitRefresh(self._refresh)
            self._refresh = Refresh(self, usable)
            return StartRefresh(self._refresh)

    def completed(self, refresh: Refresh, outcome: Outcome, now: float) -> None:
        """Store the outcome of a refresh; see `Refresh.complete`."""
        self._leave_parent_process()
        with self._lock:
            if refresh is not self._refresh:
                return
            self._refresh = None
            if isinstance(outcome, CachedToken):
                self._token, self._next_try = outcome, -math.inf
            elif refresh.fallback is not None:
                ageing = refresh.fallback.unusable_at - refresh.fallback.refresh_at
                self._next_try = now + ageing / _TRIES_WHILE_AGEING
            refresh.outcome.set_result(outcome)

    def discard(self, rejected: CachedToken) -> None:
        """Discard a rejected token, unless it has already been replaced."""
        self._leave_parent_process()
        with self._lock:
            if self._token is rejected:
                self._token = None

    def peek(self) -> CachedToken | None:
        """Return the last token, usable or not; None if it was rejected."""
        return self._token

    def _leave_parent_process(self) -> None:
        """After a fork, replace the lock and forget the refresh that the parent process runs."""
        if self._pid != os.getpid():
            self._pid, self._lock, self._refresh = os.getpid(), threading.Lock(), None


def parse_token(token: Any, expires_in: Any, fetched_at: float) -> CachedToken | None:
    """Read the fields of a token response; return None if there is no usable token in them.

    Args:
        token: Text of the token.
        expires_in: Seconds to live, as a number or a text. If they are missing, unreadable or too
            many for a float, the token does not expire: a 401 will show. Negative ones count as 0.
        fetched_at: Clock reading just before the request.
    """
    if not isinstance(token, str) or not _HEADER_TEXT.fullmatch(token):
        return None
    return CachedToken(Secret(token), fetched_at, _lifetime(expires_in))


def _lifetime(value: Any) -> float:
    try:
        seconds = math.inf if isinstance(value, bool) else float(value)
    except OverflowError:  # an integer of more than 308 digits
        seconds = math.inf if value > 0 else 0.0
    except (TypeError, ValueError):
        return math.inf
    return math.inf if math.isnan(seconds) else max(0.0, seconds)
