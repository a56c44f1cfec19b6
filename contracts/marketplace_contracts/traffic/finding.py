"""Findings: the promise and where it is made, what was observed, and how to repeat the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from marketplace_contracts.traffic.interaction import Interaction

REPORT_KEYS = MappingProxyType({"promise": "promised", "pointer": "place", "observed": "came"})
"""Keys of `findings.json` that differ from the attributes of a finding; users read them."""
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""Exceptions that checks raise for responses with an unexpected structure."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken promise, as a check reports it.

    Attributes:
        promise: The promise in words, the same words each time it is broken.
        observed: What was received instead; free of secrets once it is in the results.
        pointer: Where the description makes the promise, as a JSON pointer.
        notice: Whether it is harmless and only worth knowing.
        operation: The operation of the promise, if it is not that of the interaction.
        shown_by: The call that shows it, if it is not the latest.
    """

    promise: str
    observed: str
    pointer: str
    notice: bool = False
    operation: str | None = None
    shown_by: Interaction | None = field(default=None, repr=False, compare=False)


class CheckAborted(Exception):
    """A sequence of calls cannot continue, because the service did not do what it must.

    Args:
        violation: What was promised and what was observed.
    """

    def __init__(self, violation: Violation) -> None:
        super().__init__(f"{violation.promise}: {violation.observed}")
        self.violation = violation


class Skipped(Exception):
    """A check has no object to work with on this service; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise of one operation, with the number of times it was seen.

    Attributes:
        operation: Operation id; empty if the request matched none.
        check: Name of the check.
        promise: The promise in words.
        pointer: Where the description makes it.
        line: The line of the description.
        observed: What was received, in the shortest of the calls that showed it.
        curl: A command that repeats that call, secrets masked.
        source: The check or phase that made that call.
        count: How often the promise was broken.
        notice: Whether it is only worth knowing.
        python: A Python program that repeats the call, secrets left to the environment.
    """

    operation: str
    check: str
    promise: str
    pointer: str
    line: int
    observed: str
    curl: str
    source: str
    count: int = 1
    notice: bool = False
    python: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return the key; findings with the same key are one finding."""
        return self.operation, self.check, self.promise, self.pointer

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, under the keys that reports have always had."""
        return {REPORT_KEYS.get(name, name): value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Return the finding that `as_dict` described."""
        names = {key: name for name, key in REPORT_KEYS.items()}
        return cls(**{names.get(key, key): value for key, value in data.items()})


class Findings:
    """Findings grouped by promise, in the order in which they were first seen."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._found: dict[tuple[str, str, str, str], Finding] = {}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Add a finding; of those with the same key, keep the one with the shortest command.

        Ids count up. Of commands of one length the first by their text is kept: its object is
        the most likely to exist in a fresh simulator too.
        """
        known = self._found.get(finding.key)
        if known is None:
            self._found[finding.key] = finding
            return
        best = min(known, finding, key=lambda each: (not each.curl, len(each.curl), each.curl))
        self._found[finding.key] = replace(best, count=known.count + finding.count)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    @property
    def failures(self) -> list[Finding]:
        """Return findings that break the contract."""
        return [finding for finding in self if not finding.notice]

    @property
    def notices(self) -> list[Finding]:
        """Return findings that are only worth knowing."""
        return [finding for finding in self if finding.notice]
