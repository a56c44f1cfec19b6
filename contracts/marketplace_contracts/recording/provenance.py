"""Where a cassette comes from; it stands at the head of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file

SIMULATOR, LIVE = "simulator", "live"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known about the making of a cassette.

    Attributes:
        scenario: Name of the scenario that was played.
        shows: What it shows, in one sentence.
        source: `simulator` or `live`.
        spec: Version of the description at that time.
        date: Day of the recording, `YYYY-MM-DD`; by the simulator's clock, so that recording
            again gives the same file.
        recorder: What recorded it.
        marketplace: Marketplace code that was worked in.
        operations: Operations that were called.
    """

    scenario: str
    shows: str
    source: str
    spec: str
    date: str
    recorder: str
    marketplace: str
    operations: tuple[str, ...]

    @classmethod
    def of(cls, metadata: Any, name: str) -> Self:
        """Provenance from the head of a cassette.

        Raises:
            CannotRun: Something of it is missing; names the cassette.
        """
        known = metadata if isinstance(metadata, Mapping) else {}
        missing = [field.name for field in fields(cls) if field.name not in known]
        if missing:
            raise CannotRun(f"The cassette {name} does not tell its {', '.join(missing)}.")
        values = {field.name: known[field.name] for field in fields(cls)}
        return cls(**values | {"operations": tuple(values["operations"])})

    def as_dict(self) -> dict[str, Any]:
        """Plain values for YAML."""
        return asdict(self) | {"operations": list(self.operations)}


def provenance(path: Path) -> Provenance:
    """Read the provenance of a cassette.

    Raises:
        CannotRun: The file is no cassette, or does not tell where it comes from.
    """
    return Provenance.of(cassette_file.read(path).get("metadata"), path.name)
