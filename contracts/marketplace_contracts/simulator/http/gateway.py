"""The gateway in front of the service: key, rate limit and quota (facts B1 to B6, C5)."""

from __future__ import annotations

import hmac
import math
from datetime import datetime, timedelta

from marketplace_contracts.simulator.domain.credentials import ApiUser
from marketplace_contracts.simulator.http.error_responses import ErrorShape, LayerError
from marketplace_contracts.simulator.http.messages import Request
from marketplace_contracts.simulator.options import Options

KEY_HEADER = "x-subscription-key"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Budget:
    """A number of calls for each time window; a window begins with its first call (facts B2).

    Example: with 60 calls a minute, 60 calls at once pass and the 61st waits until the minute
    of the first one is over.
    """

    def __init__(self, calls: int | None, window: timedelta) -> None:
        self._calls = calls
        self._window = window
        self._began: datetime | None = None
        self._spent = 0

    def wait(self, now: datetime) -> int:
        """Count one call and return 0, or return the seconds to wait if no call is left."""
        if self._calls is None:
            return 0
        if self._began is None or now >= self._began + self._window:
            self._began, self._spent = now, 0
        if self._spent >= self._calls:
            return math.ceil((self._began + self._window - now).total_seconds())
        self._spent += 1
        return 0


class Gateway:
    """Admits calls by key, rate limit and quota, before the service checks tokens."""

    def __init__(self, options: Options, credentials: ApiUser) -> None:
        self._key = credentials.subscription_key.encode()
        self._minute = Budget(options.rate_limit, MINUTE)
        self._day = Budget(options.quota, DAY)

    def limit(self, calls: int | None) -> None:
        """Limit calls per minute from now on; None removes the limit."""
        self._minute = Budget(calls, MINUTE)

    def admit(self, request: Request, now: datetime) -> None:
        """Count a request and admit it.

        Raises:
            LayerError: 401 for the key, 403 for the quota, 429 for the rate.
        """
        key = request.headers.get(KEY_HEADER)
        if key is None:
            raise LayerError(
                401, "Access denied: the subscription key is missing.", ErrorShape.GATEWAY
            )
        if not hmac.compare_digest(key.encode(), self._key):
            raise LayerError(
                401, "Access denied: the subscription key is not valid.", ErrorShape.GATEWAY
            )
        if seconds := self._day.wait(now):
            raise _spent(403, "Out of call volume quota. Quota will be replenished", seconds)
        if seconds := self._minute.wait(now):
            raise _spent(429, "Rate limit is exceeded. Try again", seconds)


def _spent(status: int, message: str, seconds: int) -> LayerError:
    return LayerError(
        status,
        f"{message} in {seconds} seconds.",
        ErrorShape.GATEWAY,
        {"Retry-After": str(seconds)},
    )
