"""What a check finds: what was promised and where, what came, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from marketplace_contracts.traffic.interaction import Interaction

BROKEN = (LookupError, TypeError, ValueError, AttributeError)
"""What somebody runs into who follows answers that are not built as promised."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One promise that was not kept, as a check sees it.

    Attributes:
        promised: The promise in words, the same words each time it is broken.
        came: What came instead; free of secrets once it has passed the ledger.
        place: Where the description makes the promise, as a JSON pointer.
        notice: It hurts nobody, but somebody should know.
        operation: The operation whose promise it is, where it is not that of the exchange.
        shown_by: The call that shows it, where it is not the latest.
    """

    promised: str
    came: str
    place: str
    notice: bool = False
    operation: str | None = None
    shown_by: Interaction | None = field(default=None, repr=False, compare=False)


class Unmet(Exception):  # noqa: N818 - what was promised was not met
    """A sequence of calls cannot go on, since the service did not do what it had to.

    Args:
        problem: What was promised and what came.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.promised}: {problem.came}")
        self.problem = problem


class Skipped(Exception):  # noqa: N818 - nothing is wrong
    """A check has nothing to work with on this service; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise of one operation, however often it was seen.

    Attributes:
        operation: Operation id; empty where the request matched none.
        check: Name of the check.
        promised: The promise in words.
        place: Where the description makes it.
        line: The line of the description.
        came: What came, in the shortest of the calls that showed it.
        curl: A command that repeats that call, secrets masked.
        source: Who made that call.
        count: How often the promise was seen broken.
        notice: Whether it is only worth knowing.
    """

    operation: str
    check: str
    promised: str
    place: str
    line: int
    came: str
    curl: str
    source: str
    count: int = 1
    notice: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Findings with the same key are one finding."""
        return self.operation, self.check, self.promised, self.place

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


class Findings:
    """Findings grouped by promise, in the order in which they were first seen."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._found: dict[tuple[str, str, str, str], Finding] = {}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Add one; of those with the same key the one with the shortest command stays."""
        known = self._found.get(finding.key)
        if known is None:
            self._found[finding.key] = finding
            return
        best = (
            finding if 0 < len(finding.curl) < (len(known.curl) or len(finding.curl) + 1) else known
        )
        self._found[finding.key] = replace(best, count=known.count + finding.count)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    @property
    def failures(self) -> list[Finding]:
        """Those that break the contract."""
        return [finding for finding in self if not finding.notice]

    @property
    def notices(self) -> list[Finding]:
        """Those that are only worth knowing."""
        return [finding for finding in self if finding.notice]
