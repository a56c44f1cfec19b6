"""Progress of long work, as lines on a terminal and in a log."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from typing import TextIO

PAUSE, LONG_PAUSE = 2.0, 60.0
"""Seconds between two lines, on a terminal and elsewhere."""


class ProgressLines:
    """Prints the progress of long work: often on a terminal, once a minute into a pipe or a log.

    Args:
        watched: Whether the lines go to a terminal; None asks the error stream.
        clock: Returns seconds that only increase.
        screen: Where the lines are printed; None is the error stream.
    """

    def __init__(
        self,
        *,
        watched: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
        screen: TextIO | None = None,
    ) -> None:
        self._screen = screen or sys.stderr
        self._clock = clock
        self._began = self._printed = clock()
        watched = self._screen.isatty() if watched is None else watched
        self._pause = PAUSE if watched else LONG_PAUSE

    def show(self, what: str, done: int, total: int, unit: str, also: str = "") -> None:
        """Print a line, unless the last one is recent.

        Args:
            what: The latest step.
            done: How much is done.
            total: How much there is to do; 0 if that is not known yet.
            unit: What is counted, such as "tests".
            also: Further text.
        """
        now = self._clock()
        if now - self._printed < self._pause:
            return
        self._printed = now
        with contextlib.suppress(OSError):  # the reader has closed the stream
            stand = _stand(done, total, unit, now - self._began, also)
            self._screen.write(f"  {what}: {stand}\n")
            self._screen.flush()


def _stand(done: int, total: int, unit: str, seconds: float, also: str) -> str:
    """Return the progress and, at the present pace, the remaining time."""
    if not 0 < done <= total:
        return f"{also} after {seconds:.0f} s".strip()
    left = seconds / done * (total - done)
    counted = ", ".join(filter(None, [f"{done} of {total} {unit}", also]))
    return f"{counted} after {seconds:.0f} s, about {left:.0f} s left"
