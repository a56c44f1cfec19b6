"""How long a token is good, and which one is in use. It is opaque: never parsed (facts A10)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from cloud_marketplace.secret import Secret

_MARGIN = 60.0
_SHARE = 0.2
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

    def is_due(self, now: float) -> bool:
        """Tell whether it is to be renewed: a minute early, or a fifth of a shorter life."""
        return now >= self.born + self.life - min(_MARGIN, self.life * _SHARE)


class TokenBox:
    """The token in use by all calls of a client."""

    __slots__ = ("_lease",)

    def __init__(self) -> None:
        self._lease: Lease | None = None

    def current(self, now: float, rejected: Lease | None = None) -> Lease | None:
        """Give the token in use; None when it is to be renewed or is the rejected one."""
        lease = self._lease
        if lease is None or lease is rejected or lease.is_due(now):
            return None
        return lease

    def held(self) -> Lease | None:
        """Give the last token, good or not."""
        return self._lease

    def keep(self, lease: Lease) -> None:
        """Use a token from now on."""
        self._lease = lease


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
