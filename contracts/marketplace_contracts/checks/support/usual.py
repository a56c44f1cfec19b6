"""`x-usual` over a whole run: optional properties that some objects must have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

ENOUGH = 20
"""Number of objects of a schema after which a missing property counts."""


class Usual:
    """Counts how often each usual property was present in the objects of its schema.

    Objects are counted by their outermost component, so that rows and details are counted apart
    where both make the same promise.
    """

    def __init__(self) -> None:
        self._promised: dict[tuple[str, str], tuple[str, ...]] = {}
        self._objects: Counter[tuple[str, str]] = Counter()
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._givers: dict[tuple[str, str], Counter[str]] = {}

    def record(self, interaction: Interaction, contract: Contract) -> None:
        """Count the objects of a successful response."""
        if (
            not interaction.ok
            or interaction.operation is None
            or interaction.schema_pointer is None
        ):
            return
        for visit in contract.schemas.visit(interaction.schema_pointer, interaction.json):
            for pointer, names in visit.shape.usual:
                key = (visit.shape.names[0] if visit.shape.names else "an object", pointer)
                self._promised[key] = names
                self._objects[key] += 1
                self._seen.update((*key, name) for name in names if name in visit.value)
                self._givers.setdefault(key, Counter())[interaction.operation.id] += 1

    def violations(self) -> Iterator[Violation]:
        """Yield the properties that were never present."""
        for key, names in sorted(self._promised.items()):
            component, pointer = key
            number = self._objects[key]
            for name in names:
                if number >= ENOUGH and not self._seen[(*key, name)]:
                    yield Violation(
                        f"{name} is usual in {component}",
                        f"it was in none of {number}",
                        pointer,
                        operation=self._givers[key].most_common(1)[0][0],
                    )

    def as_dict(self) -> list[dict[str, Any]]:
        """Return plain values, which another process can add."""
        return [
            {
                "key": list(key),
                "names": list(names),
                "objects": self._objects[key],
                "seen": {name: self._seen[(*key, name)] for name in names},
                "givers": dict(self._givers[key]),
            }
            for key, names in sorted(self._promised.items())
        ]

    def add(self, counted: list[dict[str, Any]]) -> None:
        """Add the values of another process's `as_dict`."""
        for entry in counted:
            component, pointer = entry["key"]
            key = (component, pointer)
            self._promised[key] = tuple(entry["names"])
            self._objects[key] += entry["objects"]
            self._seen.update({(*key, name): number for name, number in entry["seen"].items()})
            self._givers.setdefault(key, Counter()).update(entry["givers"])
