"""How long a token is good, which one is in use, and who fetches the next one.

A token is opaque: never parsed (facts A10). It has two windows before its end. In the first one a
new token is fetched beside the calls, which go on with the old one; in the second one every call
waits for the new token. Whoever must wait, waits for the one request that is under way.
"""

from __future__ import annotations

import math
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace.errors import MarketplaceError

_EARLY, _EARLY_SHARE = 300.0, 0.2
_LATE, _LATE_SHARE = 30.0, 0.05
_RESTS = 10  # tries to refresh within the first window
_FIT = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Lease:
    """A token with its life.

    Attributes:
        token: The token.
        born: Clock reading just before it was asked for, so that its life is never overrated.
        life: Seconds that the service gives it; infinite where it does not say.
    """

    token: Secret
    born: float
    life: float

    @property
    def ages(self) -> float:
        """Clock reading from which a new one is fetched: 5 minutes early, or a fifth."""
        return self.born + self.life - min(_EARLY, self.life * _EARLY_SHARE)

    @property
    def ends(self) -> float:
        """Clock reading from which it is not used: half a minute early, or a twentieth."""
        return self.born + self.life - min(_LATE, self.life * _LATE_SHARE)


Outcome = Lease | MarketplaceError | None
"""What fetching a token came to; None when it was given up before there was an answer."""


@dataclass(frozen=True, slots=True)
class Flight:
    """The one request for a token that is under way.

    Attributes:
        spare: The token that is still good meanwhile, if there is one.
        landed: Gets the outcome.
    """

    spare: Lease | None
    landed: Future[Outcome] = field(default_factory=Future, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lead:
    """It is up to the caller to fetch a token, and to land the flight whatever happens."""

    flight: Flight


@dataclass(frozen=True, slots=True)
class Follow:
    """Another call is fetching a token; wait for it."""

    flight: Flight


class TokenBox:
    """The token in use by all calls of a client, for any number of threads and loops."""

    __slots__ = ("_flight", "_lease", "_lock", "_rest_until")

    def __init__(self) -> None:
        self._lease: Lease | None = None
        self._flight: Flight | None = None
        self._rest_until = -math.inf
        self._lock = threading.Lock()

    def seek(self, now: float) -> Lease | Lead | Follow:
        """Give the token to use, or say how to get one.

        Args:
            now: Clock reading.
        """
        lease = self._lease
        if lease is not None and now < lease.ages:
            return lease
        with self._lock:
            lease = self._lease
            good = lease if lease is not None and now < lease.ends else None
            if good and (now < good.ages or self._flight or now < self._rest_until):
                return good
            if self._flight:
                return Follow(self._flight)
            self._flight = Flight(good)
            return Lead(self._flight)

    def land(self, flight: Flight, outcome: Outcome, now: float) -> None:
        """End a flight, and let those who wait go on.

        Args:
            flight: What `seek` gave to the caller; one that has ended stays as it is.
            outcome: A token to use from now on, the error, or None where nothing is known.
            now: Clock reading.
        """
        with self._lock:
            if flight.landed.done():
                return
            self._flight = None
            if isinstance(outcome, Lease):
                self._lease, self._rest_until = outcome, -math.inf
            elif flight.spare is not None:
                window = flight.spare.ends - flight.spare.ages
                self._rest_until = now + window / _RESTS
            flight.landed.set_result(outcome)

    def drop(self, lease: Lease) -> None:
        """Use a token no more that was refused; another one that came meanwhile stays."""
        with self._lock:
            if self._lease is lease:
                self._lease = None

    def held(self) -> Lease | None:
        """Give the last token, good or not; None when it was refused."""
        return self._lease


def lease_of(token: Any, expires_in: Any, born: float) -> Lease | None:
    """Make a lease of what the service answered; None when there is no usable token in it.

    Args:
        token: Text of the token.
        expires_in: Seconds to live, whatever their number (facts A9); a text of digits is taken
            too. A life that is missing or unreadable counts as endless: a 401 will end it.
        born: Clock reading just before the token was asked for.
    """
    if not isinstance(token, str) or not _FIT.fullmatch(token):
        return None
    return Lease(Secret(token), born, _seconds(expires_in))


def _seconds(value: Any) -> float:
    try:
        seconds = math.inf if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return math.inf
    return math.inf if math.isnan(seconds) else max(0.0, seconds)
