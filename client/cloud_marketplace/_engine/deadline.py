"""The deadline of a call, with all its attempts."""

from __future__ import annotations

from collections.abc import Callable

ATTEMPT = {"token": 60.0, "read": 120.0, "write": 180.0, "order": 180.0}
"""Seconds to wait for one response, by effect: some responses need more than 60."""

CALL = {"token": 120.0, "read": 240.0, "write": 300.0, "order": 300.0}
"""Seconds that a whole call may take by effect, if neither caller nor client set a timeout."""


class Deadline:
    """The end of one call, including retries, pauses and waiting for the rate limit.

    Args:
        clock: Returns seconds that only increase.
        effect: What the call does: `token`, `read`, `write` or `order`.
        given: Seconds that the caller allows for everything. None uses the default of the effect,
            and then waiting for the rate limit does not count.

    Attributes:
        given: Seconds that the caller allows; None if not set.
        whole: Seconds of the whole call.
    """

    __slots__ = ("_began", "_clock", "_effect", "_end", "given", "whole")

    def __init__(self, clock: Callable[[], float], effect: str, given: float | None) -> None:
        self._clock = clock
        self._effect = effect
        self.given = given
        self.whole = given or CALL[effect]
        self._began = clock()
        self._end = self._began + self.whole

    def elapsed(self) -> float:
        """Return the seconds since the call began."""
        return self._clock() - self._began

    def left(self) -> float:
        """Return the seconds left; negative when time is up."""
        return self._end - self._clock()

    def attempt(self) -> float:
        """Return the seconds that the next attempt may take."""
        return min(self.left(), ATTEMPT[self._effect])

    def excuse(self, seconds: float) -> None:
        """Extend a default deadline by the time spent waiting for the rate limit."""
        if self.given is None:
            self._end += seconds
