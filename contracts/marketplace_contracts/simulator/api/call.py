"""The request as a handler receives it: authenticated and validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace_contracts.simulator.domain.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation.

    Handlers need not parse paths, queries and bodies.

    Attributes:
        world: The state to read and change.
        ids: Values of the path's parameters.
        query: Declared query parameters, valid against the spec; whole numbers are converted,
            everything else is text.
        body: The JSON value sent, valid against the spec; None if the operation takes none.
    """

    world: World
    ids: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any

    def text(self, name: str) -> str | None:
        """Return a query parameter as text, or None if it was not sent."""
        return self.query.get(name)

    def moment(self, name: str) -> datetime | None:
        """Return a query parameter as a datetime; its format has been validated."""
        value = self.query.get(name)
        if value is None:
            return None
        # A leap second is valid in RFC 3339, but datetime cannot represent it.
        return datetime.fromisoformat(value.upper().replace(":60", ":59"))

    def day(self, name: str) -> date | None:
        """Return a query parameter as a date; its format has been validated."""
        value = self.query.get(name)
        return None if value is None else date.fromisoformat(value)
