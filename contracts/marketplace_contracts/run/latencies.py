"""How long the calls of each operation took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace_contracts.traffic.interaction import Interaction


@dataclass(frozen=True, slots=True)
class Spread:
    """The latencies of an operation in milliseconds; `p5` and `p95` leave out the rare ones."""

    calls: int
    p5: float
    median: float
    p95: float
    slowest: float


class Latencies:
    """Counts latencies in tenths of a millisecond, so that thousands of calls stay small."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[int]] = {}

    def record(self, interaction: Interaction) -> None:
        """Count a call of a known operation whose time was measured."""
        if interaction.operation and interaction.seconds is not None:
            tenths = round(interaction.seconds * 10_000)
            self._counts.setdefault(interaction.operation.id, Counter())[tenths] += 1

    def spreads(self) -> Mapping[str, Spread]:
        """Return the latencies of each operation that was called."""
        return {name: _spread(counts) for name, counts in sorted(self._counts.items())}

    def as_dict(self) -> dict[str, list[list[int]]]:
        """Return plain values, for another process to add up."""
        return {
            name: [[tenths, number] for tenths, number in sorted(counts.items())]
            for name, counts in self._counts.items()
        }

    def add(self, other: Mapping[str, list[list[int]]]) -> None:
        """Add what `as_dict` returned."""
        for name, pairs in other.items():
            counts = self._counts.setdefault(name, Counter())
            for tenths, number in pairs:
                counts[tenths] += number


def _spread(counts: Counter[int]) -> Spread:
    values = sorted(counts.elements())
    last = len(values) - 1
    p5, median, p95, slowest = (values[round(last * share)] / 10 for share in (0.05, 0.5, 0.95, 1))
    return Spread(len(values), p5, median, p95, slowest)
