"""Where a cassette comes from: the metadata at the head of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file

SIMULATOR, LIVE, IMPORTED, PROBED = "simulator", "live", "imported", "probed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a cassette was made.

    Attributes:
        scenario: Name of the scenario.
        shows: What it shows, in one sentence.
        source: `simulator`, `live`, `imported` or `probed`.
        spec: Version of the description at that time.
        date: Day of the recording, `YYYY-MM-DD`; by the simulator's clock, so that recording
            again writes the same file.
        recorder: Name and version of the recording library.
        marketplace: Marketplace code of the client.
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
        """Read the provenance from the metadata of a cassette.

        Raises:
            CannotRun: Something is missing or not text; the message names the cassette.
        """
        known = metadata if isinstance(metadata, Mapping) else {}
        missing = [field.name for field in fields(cls) if field.name not in known]
        if missing:
            raise CannotRun(f"The cassette {name} lacks its {', '.join(missing)}.")
        values = {field.name: known[field.name] for field in fields(cls)}
        operations = values.pop("operations")
        wrong = [key for key, value in values.items() if not isinstance(value, str)]
        if not isinstance(operations, list) or not all(isinstance(o, str) for o in operations):
            wrong.append("operations")
        if wrong:
            raise CannotRun(f"The cassette {name} is damaged: {', '.join(wrong)} of another type.")
        return cls(**values, operations=tuple(operations))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for YAML."""
        return asdict(self) | {"operations": list(self.operations)}


def provenance(path: Path) -> Provenance:
    """Read the provenance of a cassette.

    Raises:
        CannotRun: The file is not a cassette, or lacks its provenance.
    """
    return Provenance.of(cassette_file.read(path).get("metadata"), path.name)
