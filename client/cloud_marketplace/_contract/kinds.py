"""Kinds of deviations: each is reported once, and again at intervals while it persists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cloud_marketplace._decoding.deviations import Drift

MAX_KINDS = 1000
"""Kinds that are distinguished, so that new fields in each response do not fill the memory."""


@dataclass(slots=True)
class _Kind:
    """One kind of deviation.

    Attributes:
        first: As it was first seen.
        times: How often it was seen.
        reported: How many of these were reported.
        due: When it may be reported again.
    """

    first: Drift
    times: int = 0
    reported: int = 0
    due: float = float("-inf")


class Kinds:
    """The kinds of deviations that were seen, so that none is reported for each response.

    Args:
        repeat_after: Seconds after which a persisting one is reported again.
    """

    def __init__(self, repeat_after: float) -> None:
        self._repeat_after = repeat_after
        self._kinds: dict[tuple[str, str, str, str], _Kind] = {}

    def add(self, drift: Drift, now: float) -> Drift | None:
        """Count a deviation; return it with the unreported number if it is due for a report."""
        kind = self._kinds.get(drift.kind)
        if kind is None:
            if len(self._kinds) >= MAX_KINDS:
                return None
            kind = self._kinds[drift.kind] = _Kind(drift)
        kind.times += drift.times
        if now < kind.due:
            return None
        unreported, kind.reported = kind.times - kind.reported, kind.times
        kind.due = now + self._repeat_after
        return replace(drift, times=unreported)

    def __contains__(self, kind: object) -> bool:
        """Tell whether a kind was seen and is one of the distinguished ones."""
        return kind in self._kinds

    def __iter__(self) -> Iterator[Drift]:
        """Yield each kind as first seen, with the number of all."""
        for kind in list(self._kinds.values()):
            yield replace(kind.first, times=kind.times)
