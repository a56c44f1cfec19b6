"""`x-usual` over a whole run: properties that need not come, but of which each comes now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.contract import Contract
from marketplace_contracts.exchange import Exchange
from marketplace_contracts.finding import Problem

ENOUGH = 20
"""Objects of a schema that must have been seen before the absence of a property says anything."""


class Usual:
    """Counts how often each usual property came with the objects of its schema.

    Rows and details are counted apart, even where the promise is made once for both.
    """

    def __init__(self) -> None:
        self._objects: Counter[tuple[str, str, str]] = Counter()
        self._seen: Counter[tuple[str, str, str, str]] = Counter()
        self._promised: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def record(self, exchange: Exchange, contract: Contract) -> None:
        """Count the objects of a good answer."""
        if not exchange.ok or exchange.operation is None or exchange.schema_place is None:
            return
        for visit in contract.schemas.visit(exchange.schema_place, exchange.json):
            for place, names in visit.shape.usual:
                key = (
                    exchange.operation.id,
                    visit.shape.names[0] if visit.shape.names else "",
                    place,
                )
                self._promised[key] = names
                self._objects[key] += 1
                self._seen.update((*key, name) for name in names if name in visit.value)

    def problems(self) -> Iterator[Problem]:
        """Properties that no longer come."""
        for key, names in sorted(self._promised.items()):
            operation, component, place = key
            if self._objects[key] < ENOUGH:
                continue
            for name in names:
                if not self._seen[(*key, name)]:
                    yield Problem(
                        f"{name} usually comes with {component}",
                        f"it came with none of {self._objects[key]}",
                        place,
                        operation=operation,
                    )

    def as_dict(self) -> list[list[Any]]:
        """Plain values, for another process to add up."""
        return [
            [*key, list(names), self._objects[key], [self._seen[(*key, name)] for name in names]]
            for key, names in sorted(self._promised.items())
        ]

    def add(self, counted: list[list[Any]]) -> None:
        """Add what `as_dict` gave."""
        for operation, component, place, names, objects, seen in counted:
            key = (operation, component, place)
            self._promised[key] = tuple(names)
            self._objects[key] += objects
            self._seen.update(
                {(*key, name): number for name, number in zip(names, seen, strict=True)}
            )
