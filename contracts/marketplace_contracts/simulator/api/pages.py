"""Pages: offset and limit over newest-first collections (facts D1, D3, D4).

Example: `offset=20&limit=10` of 25 orders returns the 5 oldest ones, newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.json_object import JsonObject

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Rows(Protocol[T_co]):
    """A collection in order of creation, such as a list or the values of a dict.

    Pages need both directions and the length, without a copy of the collection.
    """

    def __iter__(self) -> Iterator[T_co]: ...
    def __reversed__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...


def page(
    call: Call,
    rows: Rows[T],
    show: Callable[[T], JsonObject],
    keep: Callable[[T], bool] | None = None,
    *,
    newest_first: bool = True,
) -> JsonObject:
    """Return the requested page of a collection.

    Args:
        call: With `offset` and `limit` in its query.
        rows: The whole collection, oldest first.
        show: Renders a row; only those of the page are rendered.
        keep: The filter; None keeps everything.
        newest_first: Whether to reverse the order; the catalogue is not reversed.
    """
    ordered = reversed(rows) if newest_first else iter(rows)
    total = len(rows)
    if keep is not None:
        kept = [row for row in ordered if keep(row)]
        ordered, total = iter(kept), len(kept)
    offset = call.query.get("offset", 0)
    limit = call.query.get("limit", 10)
    if (largest := call.world.options.max_page) is not None:
        limit = min(limit, largest)
    first = min(offset, total)
    data = [show(row) for row in islice(ordered, first, first + limit)]
    return envelope(data, offset, limit, total)


def envelope(data: list[JsonObject], offset: int, limit: int, total: int) -> JsonObject:
    """Return a page without next link or cursor (facts D1)."""
    return {"data": data, "pagination": {"offset": offset, "limit": limit, "total": total}}


def contains(text: str, part: str | None) -> bool:
    """Tell whether a filter by part of a name matches; an absent filter always matches."""
    return part is None or part.casefold() in text.casefold()


def matches(value: object, wanted: object | None) -> bool:
    """Tell whether an exact filter matches; an absent filter always matches."""
    return wanted is None or value == wanted
