"""Campaigns in the report folder: the drifts and mutants that the latest campaigns noticed.

A campaign takes longer than a check, so it is run apart, and the report shows the latest one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marketplace_contracts.errors import CannotRun

DRIFTS, MUTANTS = "drift.json", "mutants.json"
"""The files of the campaigns."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """The outcome of a campaign.

    Attributes:
        seed: What was drawn, and the world that it was tried on.
        noticed: How many the check noticed.
        counted: How many it had to notice.
        missed: The others, each in a line.
        groups: Noticed and counted of each group, where there are groups.
        date: When it ended.
    """

    seed: int
    noticed: int
    counted: int
    missed: Sequence[str]
    groups: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    date: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


def keep(folder: Path, name: str, campaign: Campaign) -> None:
    """Write a campaign into the report folder.

    Raises:
        CannotRun: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(asdict(campaign), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"--report {folder} cannot be written: {error.strerror}.") from None


def kept(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the campaigns in a report folder by their titles; a damaged one is left out."""
    found = {}
    for title, name in (("drifts", DRIFTS), ("mutants of the simulator", MUTANTS)):
        try:
            found[title] = asdict(Campaign(**json.loads((folder / name).read_bytes())))
        except (OSError, ValueError, TypeError, RecursionError):
            continue
    return found
