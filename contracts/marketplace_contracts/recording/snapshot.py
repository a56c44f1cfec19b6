"""Snapshots of what a scenario returned: each typed value or error as a line of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Any

from cloud_marketplace import UNSET, MarketplaceError
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.model import Model


def line(value: Any) -> str:
    """Return a value as one line that shows the Python type of everything in it."""
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
    """Yield what identifies an error; times are left out, because they vary."""
    yield f"{error.status}"
    yield repr(error.message)
    if error.correlation_id:
        yield error.correlation_id
    if error.attempts > 1:
        yield f"{error.attempts} attempts"
    if pause := getattr(error, "retry_after", None):
        yield f"retry after {pause:g} s"


def _fields(model: Model) -> Iterator[str]:
    for field in fields_of(type(model)).values():
        name, value = field.name, getattr(model, field.name)
        if value is not UNSET:
            yield f"{name}={line(value)}"
    extra: dict[str, Any] = getattr(model, "additional_properties", {})
    yield from (f"{key!r}={line(value)}" for key, value in extra.items())


class RecordedBodies:
    """The JSON objects in the responses of a cassette, nested ones included.

    A model must return one of them unchanged: then the client lost nothing while reading.
    """

    def __init__(self, bodies: Iterable[Any]) -> None:
        self._known: set[str] = set()
        for body in bodies:
            self._add(body)

    def contain(self, model: Model) -> bool:
        """Tell whether a model returns one of the objects, equal to the last digit."""
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
