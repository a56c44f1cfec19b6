"""What a scenario gave its caller, as lines of text: typed values and errors, each on a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Any

from cloud_marketplace import UNSET, MarketplaceError
from cloud_marketplace_api.types import Model


def line(value: Any) -> str:
    """A value that the client gave, with the Python types of all that is in it."""
    kind = type(value).__name__
    if isinstance(value, MarketplaceError):
        return f"{kind}({', '.join(_error(value))})"
    if isinstance(value, Model):
        return f"{kind}({', '.join(_fields(value))})"
    if isinstance(value, Enum):
        return f"{kind}.{value.name}" if value.name.isidentifier() else f"{kind}({value.value!r})"
    if isinstance(value, date):
        return f"{kind} {value.isoformat()}"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(line, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {line(inner)}' for key, inner in value.items())}}}"
    return repr(value)


def _error(error: MarketplaceError) -> Iterator[str]:
    """Status, message and what else there is; times vary, so they stay out."""
    yield f"{error.status}"
    yield repr(error.message)
    if error.correlation_id:
        yield error.correlation_id
    if error.attempts > 1:
        yield f"{error.attempts} attempts"
    if pause := getattr(error, "retry_after", None):
        yield f"retry after {pause:g} s"


def _fields(model: Model) -> Iterator[str]:
    for name in model.FIELDS:
        value = getattr(model, name)
        if value is not UNSET:
            yield f"{name}={line(value)}"
    extra: dict[str, Any] = getattr(model, "additional_properties", {})
    yield from (f"{key!r}={line(value)}" for key, value in extra.items())


class RecordedBodies:
    """The JSON objects that the answers of a cassette hold, with those inside them."""

    def __init__(self, bodies: Iterable[Any]) -> None:
        self._known: set[str] = set()
        for body in bodies:
            self._add(body)

    def contain(self, model: Model) -> bool:
        """Whether a typed value gives back one of them, to the last digit."""
        return _text(model.to_dict()) in self._known

    def _add(self, value: Any) -> None:
        if isinstance(value, dict):
            self._known.add(_text(value))
            for inner in value.values():
                self._add(inner)
        elif isinstance(value, list):
            for inner in value:
                self._add(inner)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
