"""What a drift is."""

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
        "dropped": "fields that no longer come",
        "renamed": "fields under another name",
        "retyped": "values of another type",
        "nulled": "values that are null now",
        "enums": "values outside the enumeration",
        "dates": "dates and timestamps",
        "money": "amounts and currencies",
        "envelope": "what is wrapped around the answer",
        "status": "HTTP statuses",
        "headers": "headers",
        "content": "content types and encodings",
        "auth": "credentials",
        "paging": "offset, limit and total",
        "sort": "the order of rows",
        "filter": "filters",
        "writes": "creations and changes that are lost or do more",
        "stricter": "requests that were fine are refused",
        "looser": "requests that were refused are accepted",
        "errors": "bodies of errors",
        "ids": "identifiers",
        "life": "orders, subscriptions and reports over time",
        "detail": "rows and the objects they stand for",
        "defaults": "what holds when nothing is said",
        "compatible": "changes that hurt nobody",
    }
)
"""The groups, with what they are about."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the service leaves its contract.

    Attributes:
        id: Group and name, such as `paging.offset-ignored`.
        what: What changes, in one sentence.
        where: The operations it touches; `*` stands for any text.
        why: Why it may well happen, with the numbers of facts.
        make: Gives the fault afresh, since some faults remember what they saw.
        unpromised: Why the contract does not promise to catch it; empty where it does.
    """

    id: str
    what: str
    where: str
    why: str
    make: Make
    unpromised: str = ""

    @property
    def group(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def promised(self) -> bool:
        """Whether the contract promises to catch it, so that it counts."""
        return not self.unpromised

    def fault(self) -> Fault:
        """The fault to put between check and simulator; a new one each time."""
        return compose(self.id, self.what, self.make())
