{# Why: the original is a client of its own, with a token that never renews and a transport that
   cannot be shared. This is what resources need of any client instead; the build step renames the
   module to seam.py, because that is what it is. #}
"""The seam between the generated resources and whatever sends their calls."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from .operations import Operation
from .types import UNSET, dump_text

T = TypeVar("T")
Row = TypeVar("Row")
T_co = TypeVar("T_co", covariant=True)
Row_co = TypeVar("Row_co", covariant=True)


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


class PageInfo(Protocol):
    """Which part of a collection a page shows, in rows."""

    @property
    def offset(self) -> int: ...
    @property
    def limit(self) -> int: ...
    @property
    def total(self) -> int: ...


class RowList(Protocol[Row_co]):
    """The response of an operation that pages."""

    @property
    def data(self) -> Sequence[Row_co]: ...
    @property
    def pagination(self) -> PageInfo: ...
    def to_dict(self) -> dict[str, Any]: ...


class Page(Protocol[Row_co]):
    """One page; going through it goes on through all pages that follow."""

    @property
    def data(self) -> Sequence[Row_co]:
        """The rows of this page alone."""

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows."""

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON of this page alone, as it came."""

    def __iter__(self) -> Iterator[Row_co]:
        """Go through the rows of this and all following pages."""

    def pages(self) -> Iterator[Page[Row_co]]:
        """Go through this and all following pages."""


class AsyncPage(Protocol[Row_co]):
    """One page; `await` fetches it, `async for` goes through it and all pages that follow."""

    @property
    def data(self) -> Sequence[Row_co]:
        """The rows of this page alone, once it was awaited."""

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows, once it was awaited."""

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON of this page alone, once it was awaited."""

    def __await__(self) -> Generator[Any, None, AsyncPage[Row_co]]:
        """Fetch this page."""

    def __aiter__(self) -> AsyncIterator[Row_co]:
        """Go through the rows of this and all following pages."""

    def pages(self) -> AsyncIterator[AsyncPage[Row_co]]:
        """Go through this and all following pages."""


class Sender(Protocol):
    """What a resource needs to send its calls. A timeout is in seconds; None takes the default."""

    def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> Page[Row]:
        """Send a call and give the page it answers."""


class AsyncSender(Protocol):
    """The asynchronous twin of `Sender`."""

    async def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> AsyncPage[Row]:
        """Give the page that a call answers; it is fetched when awaited or gone through."""


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


__all__ = [
    "AsyncPage",
    "AsyncSender",
    "Call",
    "Page",
    "PageInfo",
    "RowList",
    "Sender",
    "path_of",
    "query_of",
]
