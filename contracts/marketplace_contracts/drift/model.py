"""Drifts and their groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from marketplace_contracts.drift.faults import FaultPart, compose
from marketplace_contracts.simulator import Fault

Make: TypeAlias = Callable[[], FaultPart]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "dropped": "properties that are absent",
        "renamed": "properties under another name",
        "retyped": "values of another type",
        "nulled": "values that became null",
        "enums": "values outside the enumeration",
        "dates": "dates and timestamps",
        "money": "amounts and currencies",
        "envelope": "the envelope of responses",
        "status": "HTTP statuses",
        "headers": "headers",
        "content": "content types and encodings",
        "auth": "credentials",
        "paging": "offset, limit and total",
        "sort": "the order of rows",
        "filter": "filters",
        "writes": "creations and changes that are lost or do more than requested",
        "stricter": "accepted requests that are now refused",
        "looser": "refused requests that are now accepted",
        "errors": "bodies of errors",
        "ids": "identifiers",
        "life": "orders, subscriptions and reports over time",
        "detail": "list rows compared with details",
        "defaults": "default values of parameters",
        "compatible": "changes that break no caller",
    }
)
"""Descriptions of the groups."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the service deviates from its contract.

    A drift proves a check: the check must report it.

    Attributes:
        id: Group and name, such as `paging.offset-ignored`.
        what: The change, in one sentence.
        where: The affected operations; `*` stands for any text.
        why: Why the change is plausible, with the numbers of facts.
        make: Makes a new fault, since some faults keep state.
        unpromised: Why the contract does not promise to catch it; empty if it does.
    """

    id: str
    what: str
    where: str
    why: str
    make: Make
    unpromised: str = ""

    @property
    def group(self) -> str:
        """Return the part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def promised(self) -> bool:
        """Return whether the contract promises to catch it."""
        return not self.unpromised

    def fault(self) -> Fault:
        """Return a new fault to put between check and simulator."""
        return compose(self.id, self.what, self.make())
