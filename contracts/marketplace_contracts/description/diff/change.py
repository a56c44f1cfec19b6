"""One change between two descriptions, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from marketplace_contracts.description.diff.rules import RULES, Severity

REQUEST, RESPONSE, NEITHER = "request", "response", ""
REPEATED = frozenset({"query", "header", "path", "cookie", "responses"})
"""First words of the subjects that files write again for each operation."""


@dataclass(frozen=True, slots=True)
class ApiChange:
    """One difference.

    Attributes:
        rule: Name of the rule that classifies it.
        direction: `request`, `response`, or empty if it concerns the operation as a whole.
        subject: What changed, in words: `response 200 products[].quantity`.
        old: Pointer in the old description; empty for additions.
        new: Pointer in the new description; empty for removals.
        before: Value before, in short.
        after: Value after, in short.
        operations: Operations concerned, by id, in order.
        names: Public Python names that change.
    """

    rule: str
    direction: str
    subject: str
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    operations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """How serious the change is in its direction."""
        rule = RULES[self.rule]
        return rule.request if self.direction == REQUEST else rule.response

    @property
    def meaning(self) -> str:
        """Return what the change means for callers."""
        return RULES[self.rule].meaning

    @property
    def key(self) -> tuple[str, ...]:
        """Return the key; changes with the same key are one, seen in several operations.

        A parameter is the same one wherever it is written: many files repeat it.
        """
        if (not self.old and not self.new) or self.subject.split(" ")[0] in REPEATED:
            values = (self.subject, self.before, self.after)
            shared = self.subject.split(" ")[0] in REPEATED
            return (self.rule, self.direction, *values, *(() if shared else self.operations))
        return (self.rule, self.direction, self.old, self.new, self.before, self.after)


class Changes:
    """All changes, each once with every operation that it reaches, the most serious first."""

    def __init__(self, changes: Iterable[ApiChange] = ()) -> None:
        found: dict[tuple[str, ...], ApiChange] = {}
        for change in changes:
            known = found.get(change.key)
            found[change.key] = _merged(known, change) if known else change
        self._all = sorted(found.values(), key=lambda change: -change.severity)

    def __iter__(self) -> Iterator[ApiChange]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of(self, severity: Severity) -> list[ApiChange]:
        """Return the changes of one severity."""
        return [change for change in self._all if change.severity is severity]

    @property
    def worst(self) -> Severity | None:
        """Return the severity of the most serious change; None if nothing changed."""
        return self._all[0].severity if self._all else None

    @property
    def names(self) -> list[str]:
        """Return the public Python names that change, each once."""
        return sorted({name for change in self._all for name in change.names})

    @property
    def bump(self) -> str:
        """Return the part of our version to increase: `major`, `minor`, `patch` or `none`."""
        if self.worst is None:
            return "none"
        if self.worst is Severity.BREAKING:
            return "major"
        more = any(change.rule.endswith("-added") for change in self._all)
        return "minor" if more or self.worst is Severity.RISKY else "patch"


def _merged(known: ApiChange, more: ApiChange) -> ApiChange:
    operations = tuple(dict.fromkeys((*known.operations, *more.operations)))
    names = tuple(dict.fromkeys((*known.names, *more.names)))
    return replace(known, operations=operations, names=names)


def short(value: Any) -> str:
    """Return a JSON value in at most 80 characters."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
