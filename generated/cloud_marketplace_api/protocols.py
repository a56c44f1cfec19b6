"""Protocols of the client that sends the calls of a resource, and of the pages it returns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from .call import Call

T = TypeVar("T")
Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)


class PageInfo(Protocol):
    """Which part of a collection a page shows, in rows."""

    @property
    def offset(self) -> int:
        """Number of rows before this page."""

    @property
    def limit(self) -> int:
        """Largest number of rows of a page."""

    @property
    def total(self) -> int:
        """Number of rows of the whole collection."""


class RowList(Protocol[Row_co]):
    """The response of an operation that pages."""

    @property
    def data(self) -> Sequence[Row_co]:
        """The rows of this page."""

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of this page."""


class Page(Protocol[Row_co]):
    """One page; iterating it continues through all following pages."""

    @property
    def data(self) -> Sequence[Row_co]:
        """The rows of this page alone."""

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of this page alone, as received."""

    def __iter__(self) -> Iterator[Row_co]:
        """Iterate over the rows of this and all following pages."""

    def pages(self) -> Iterator[Page[Row_co]]:
        """Iterate over this and all following pages."""


class AsyncPage(Protocol[Row_co]):
    """One page; `await` fetches it, `async for` continues through all following pages."""

    @property
    def data(self) -> Sequence[Row_co]:
        """The rows of this page alone, once it was awaited."""

    @property
    def pagination(self) -> PageInfo:
        """Which part of the collection this page shows, once it was awaited."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of this page alone, once it was awaited."""

    def __await__(self) -> Generator[Any, None, AsyncPage[Row_co]]:
        """Fetch this page."""

    def __aiter__(self) -> AsyncIterator[Row_co]:
        """Iterate over the rows of this and all following pages."""

    def pages(self) -> AsyncIterator[AsyncPage[Row_co]]:
        """Iterate over this and all following pages."""


class Sender(Protocol):
    """Sends the calls of a resource. A timeout is in seconds; None uses the default."""

    def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> Page[Row]:
        """Send a call and return the page in its response."""


class AsyncSender(Protocol):
    """The asynchronous twin of `Sender`."""

    async def send(self, call: Call[T], *, timeout: float | None) -> T:
        """Send a call and read its response."""

    def page(self, call: Call[RowList[Row]], *, timeout: float | None) -> AsyncPage[Row]:
        """Return the page of a call, which is fetched when it is awaited or iterated."""


__all__ = ["AsyncPage", "AsyncSender", "Page", "PageInfo", "RowList", "Sender"]
