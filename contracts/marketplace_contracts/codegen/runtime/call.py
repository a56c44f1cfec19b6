"""One request that is ready to be sent, and how its path and query are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from .operation import Operation
from .types import UNSET, dump_text

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Call(Generic[T_co]):
    """One request that is ready to be sent.

    Attributes:
        operation: What is known about the operation.
        path: Path below the base address, filled in and percent-encoded.
        read: Takes the JSON of a good response and gives the typed value; raises TypeError when the
            response is no object.
        query: Query parameters as text, not yet encoded.
        body: JSON value to send; `UNSET` when there is no body.
    """

    operation: Operation
    path: str
    read: Callable[[Any], T_co]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = UNSET

    def __repr__(self) -> str:
        # Query and body stay out: a password may be in them.
        return f"Call({self.operation.id}: {self.operation.method} {self.path})"


def path_of(template: str, **values: str | int) -> str:
    """Fill a path template.

    Raises:
        ValueError: If a value is empty, or is a dot segment that would name another path.
    """
    for name, value in values.items():
        if str(value) in ("", ".", ".."):
            raise ValueError(f"{name} must be an identifier, not {value!r}")
    return template.format(**{name: quote(str(value), safe="") for name, value in values.items()})


def query_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Write query parameters as text; `UNSET` and None are left out.

    Times keep their offset (UTC is written `Z`), booleans are lower case.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return {name: _text(value) for name, value in given.items() if value is not UNSET}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(dump_text(value))


__all__ = ["Call", "path_of", "query_of"]
