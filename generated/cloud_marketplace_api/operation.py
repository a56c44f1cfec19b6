"""What is known about an operation: the types of the table `operations.py`."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Pagination(NamedTuple):
    """How an operation pages by offset and limit.

    Attributes:
        items: Where the rows are in the response.
        total: Where the number of all rows is, as a path with points.
        max_limit: Largest page that is known to work, in rows.
    """

    items: str
    total: str
    max_limit: int


class Sort(NamedTuple):
    """The order of the rows in a list.

    Attributes:
        field: The property of a row that decides.
        order: Its direction.
    """

    field: str
    order: Literal["ascending", "descending"]


class Filter(NamedTuple):
    """What a query parameter promises of every row.

    Attributes:
        parameter: Name of the query parameter.
        field: The property of a row it is about, as a path with points; rows need not show it.
        match: How the two compare; `from` and `to` include the value itself.
        ignore_case: Whether letter case makes no difference.
    """

    parameter: str
    field: str
    match: Literal["equals", "contains", "from", "to"]
    ignore_case: bool = False


class Terminal(NamedTuple):
    """The states that end waiting.

    Attributes:
        field: The property of the response that holds the state.
        states: Its final values.
    """

    field: str
    states: tuple[str, ...]


class Operation(NamedTuple):
    """What is known about one operation.

    Attributes:
        id: Operation id, `resource.method`.
        tag: The resource.
        method: HTTP method.
        path: Path template below the base address.
        effect: What a call does; `order` commits money.
        replayable: Whether the same request may be sent twice without harm.
        security: How the caller proves who it is, beside the subscription key. `oauth2` is for
            requests to an identity provider, which are not part of the description.
        statuses: Declared statuses, ascending.
        pagination: How it pages; None when it does not.
        sort: The order of its rows, when there is one.
        filters: What its query parameters promise of the rows.
        terminal: The states of the response that end waiting, when it has such states.
        returns: Name of the model of a successful response.
    """

    id: str
    tag: str
    method: str
    path: str
    effect: Literal["token", "read", "write", "order"]
    replayable: bool
    security: Literal["basic", "bearer", "oauth2"]
    statuses: tuple[int, ...]
    pagination: Pagination | None = None
    sort: Sort | None = None
    filters: tuple[Filter, ...] = ()
    terminal: Terminal | None = None
    returns: str = ""


__all__ = ["Filter", "Operation", "Pagination", "Sort", "Terminal"]
