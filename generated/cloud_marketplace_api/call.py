"""One request that is ready to be sent, and how its path and query are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic, TypeVar

from .operation import Operation
from .types import UNSET, load

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Call(Generic[T_co]):
    """One request that is ready to be sent.

    Attributes:
        operation: What is known about the operation.
        path: Path below the base address, filled in and percent-encoded.
        read: Returns the typed value of the JSON of a successful response; raises TypeError when
            the response is not an object.
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


def path_of(template: str, **values: str) -> str:
    """Fill a path template with values that are percent-encoded already."""
    return template.format(**values)


def query_of(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the query parameters that are given; those that are None are not sent."""
    return {name: value for name, value in values.items() if value is not None}


def response(name: str) -> Callable[[Any], Any]:
    """Return what reads a whole response; it raises TypeError when that is not an object.

    Args:
        name: Name of the model, which is not imported before the first response.
    """

    def read(value: Any) -> Any:
        model = load(name)
        return value if isinstance(value, model) else model.from_dict(value)

    return read


def nothing(_: Any) -> None:
    """Read a response that has no content."""


def body_of(name: str, body: Any) -> Any:
    """Check a request body and return its JSON value; see `body.json_of`.

    Models are not imported before the first body.
    """
    return import_module(".body", __package__).json_of(name, body)


__all__ = ["Call", "body_of", "nothing", "path_of", "query_of", "response"]
