"""A rate: the number of calls that a window of time allows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Self

_TEXT = re.compile(r"(\d+)(?:/| per )(\d+(?:\.\d+)?)? ?(s|sec|second|m|min|minute|h|hour|d|day)s?")
_LONGEST = 366 * 86_400.0
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of calls in a number of seconds.

    Attributes:
        calls: Calls that may arrive in any window.
        seconds: Length of the window.
    """

    calls: int
    seconds: float = 60.0

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ValueError: If one of them is not positive, or the window is longer than a year.
        """
        if not 1 <= self.calls < math.inf or not 0 < self.seconds <= _LONGEST:
            raise ValueError("a rate needs at least one call in a window of at most a year")

    @classmethod
    def of(cls, value: Self | str) -> Self:
        """Parse a rate such as `60/min`, `10/s`, `5 per second` or `100/30s`.

        Raises:
            ValueError: If the text is not of this form.
        """
        if isinstance(value, cls):
            return value
        found = _TEXT.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if found is None:
            raise ValueError("expected a rate such as 60/min, 10/s or 100/30s")
        return cls(int(found[1]), float(found[2] or 1) * _SECONDS[found[3][0]])
