"""The settings of a check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Break

PATHS = ("report", "spec", "accepted")
"""Settings that are paths."""
PHASES = ("examples", "coverage", "fuzzing", "stateful")
"""Phases of schemathesis, in its order."""
PARTS = ("sequences", "replay", "client", *PHASES)
"""The parts of a check."""
EXAMPLES = 12
"""Examples for each operation in the fuzzing and stateful phases, unless set otherwise."""
DEPTHS: Mapping[str, tuple[tuple[str, ...], int]] = MappingProxyType(
    {
        "quick": (("sequences", "replay", "examples"), 1),
        "ci": (PARTS, EXAMPLES),
        "deep": (PARTS, 200),
    }
)
"""Parts and examples of each depth."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The settings of one check.

    Attributes:
        target: Base address of a service; None is the embedded simulator.
        allow_writes: Whether a service that is not embedded may be changed.
        rate: Our own calls a minute; None is no limit.
        seed: Of the requests and of the embedded simulator.
        size: Of the embedded simulator's world.
        examples: For each operation in the phases that draw them.
        parts: Which of `PARTS` to run.
        only: Ids of the operations to check; empty checks all of them.
        report: Folder for the report files; None writes no report.
        spec: Another description; None is our own.
        breaks: Faults to put into the embedded simulator.
        processes: How many processes share the work.
        progress: Whether progress is shown.
        strict: Whether what is only worth a notice breaks the contract too.
        accepted: File of findings that are accepted for a while; None is no file.
        shard: Which share of the check this machine does, and how many machines share it.
        database: Where examples that failed before are kept, as `databases.open_database` takes
            it; None keeps none and learns nothing.
    """

    target: str | None = None
    allow_writes: bool = False
    rate: int | None = None
    seed: int = 1
    size: str = "small"
    examples: int = EXAMPLES
    parts: tuple[str, ...] = PARTS
    only: tuple[str, ...] = ()
    report: Path | None = None
    spec: Path | None = None
    breaks: tuple[str | Break, ...] = ()
    processes: int = 1
    progress: bool = False
    strict: bool = False
    accepted: Path | None = None
    shard: tuple[int, int] = (1, 1)
    database: str | None = None

    def does(self, number: int) -> bool:
        """Whether the share of this machine holds the piece of work of this number."""
        return number % self.shard[1] == self.shard[0] - 1

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases of schemathesis that are to run."""
        return tuple(phase for phase in PHASES if phase in self.parts)

    def wants(self, operation: str) -> bool:
        """Return whether the operation of this id is to be checked."""
        return not self.only or operation in self.only

    @property
    def whole(self) -> bool:
        """Whether the check covers everything: every part, every operation, every share."""
        return self.shard[1] == 1 and not self.only and set(PARTS) <= set(self.parts)

    @property
    def names_of_breaks(self) -> tuple[str, ...]:
        """The names of the faults in the embedded simulator."""
        return tuple(each if isinstance(each, str) else each.name for each in self.breaks)

    @property
    def can_be_passed(self) -> bool:
        """Whether other processes can share the work: they find faults of the simulator by name."""
        from marketplace_contracts.simulator import FAULTS

        known = all(isinstance(each, str) or FAULTS.get(each.name) is each for each in self.breaks)
        return self.target is None and known

    def to_json(self) -> str:
        """Text for another process."""
        plain = asdict(replace(self, breaks=self.names_of_breaks))
        paths = {name: str(plain[name]) for name in PATHS if plain[name]}
        return json.dumps(plain | paths)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The settings that `to_json` gave."""
        plain: dict[str, Any] = json.loads(text)
        for name in PATHS:
            plain[name] = Path(plain[name]) if plain[name] else None
        for name in ("parts", "only", "breaks", "shard"):
            plain[name] = tuple(plain[name])
        return cls(**plain)
