"""The rows of a generated list, and the page that a call requests."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, TypeAlias

from marketplace_contracts.description.json_values import at, gather
from marketplace_contracts.description.operations import Filter, Operation, Paging, Sort
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.from_schema.values import SchemaValues

Known: TypeAlias = Callable[[int, Any], Mapping[str, Any]]
PLAIN = Paging("data", "pagination.total", 0, "")
"""Where a list without `x-pagination` has its rows."""
FEWEST, MOST = 21, 40
"""Rows of a paged list: more than two pages of the default size."""
FEW = 6
"""Rows of a list without pages."""
DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class RowsPlace:
    """The position of the rows in a response.

    Attributes:
        paging: Its paths.
        schema: Pointer of the schema of a row.
        id_schema: Pointer of the schema of a row's `id`; None for rows without one.
    """

    paging: Paging
    schema: str
    id_schema: str | None

    @property
    def has_id(self) -> bool:
        """Whether rows have an `id`."""
        return self.id_schema is not None


def listed(schemas: Schemas, operation: Operation, pointer: str) -> RowsPlace | None:
    """Return where the responses of an operation have their rows; None if it is not a list."""
    paging = operation.paging or PLAIN
    place: str | None = pointer
    for step in paging.items.split("."):
        place = schemas.shape(place).properties.get(step) if place else None
    row = schemas.shape(place).items if place else None
    if operation.method != "GET" or row is None:
        return None
    return RowsPlace(paging, row, schemas.shape(row).properties.get("id"))


class GeneratedRows:
    """All rows of one list, generated on first use.

    Args:
        values: Generates them.
        place: Their schema.
        topic: Name of the collection; a row has the topic of the object that it stands for.
        known: Returns the fixed values of the row with a position and id.
        paged: Whether the list has pages.
        above: The object that the list is below, if its rows are in no other list.
        ids: Returns the ids of its rows, if they are in another list too.
    """

    def __init__(
        self,
        values: SchemaValues,
        place: RowsPlace,
        topic: str,
        known: Known,
        *,
        paged: bool,
        above: str = "",
        ids: Callable[[], Sequence[Any]] | None = None,
    ) -> None:
        self._values, self._place, self._topic, self._known = values, place, topic, known
        self._above, self._given = above, ids
        self._count = values.rng(f"{topic} rows").randint(FEWEST, MOST) if paged else FEW

    @cached_property
    def ids(self) -> list[Any]:
        """The ids of the rows, each once; rows without an id have a name."""
        if self._given:
            return list(self._given())
        place, topic = self._place.id_schema, f"{self._topic} [{self._above}]"
        found = (
            self._values.value(place, f"{topic} {number}/id") if place else f"row {number}"
            for number in range(self._count)
        )
        return list(dict.fromkeys(found))

    @cached_property
    def all(self) -> list[JsonObject]:
        """The rows in the order of their generation."""
        return [self._row(number, name) for number, name in enumerate(self.ids)]

    def _row(self, number: int, name: Any) -> JsonObject:
        known = {**self._known(number, name), **({"id": name} if self._place.has_id else {})}
        row: JsonObject = self._values.value(self._place.schema, f"{self._topic} {name}", known)
        return row

    def known_of(self, name: str) -> Mapping[str, Any]:
        """Return the fixed values of the object with an id."""
        found = (self._known(n, one) for n, one in enumerate(self.ids) if str(one) == name)
        return next(found, {})

    def first(self, count: int, sort: Sort | None) -> list[str]:
        """Return the first ids in the order of the list, of rows below any object."""
        value, schema = self._values.value, self._place.schema
        rows = [value(schema, f"{self._topic} {one}", {"id": one}) for one in self.ids]
        return [str(row["id"]) for row in in_order(rows, sort)[:count]]

    @property
    def identifiers(self) -> set[str]:
        """The ids of the rows, as paths have them."""
        return set(map(str, self.ids)) if self._place.has_id else set()


def page_of(
    body: Any, place: RowsPlace, rows: GeneratedRows, operation: Operation, call: Call
) -> JsonObject:
    """Put the requested rows into a response, with offset, limit and total."""
    found = [row for row in rows.all if _satisfies(operation.filters, call, row)]
    found = in_order(found, operation.sort)
    total, offset, limit = len(found), 0, len(found)
    if operation.paging:
        offset = call.query.get("offset", 0)
        limit = call.query.get("limit", _default_limit(operation))
        if (largest := call.world.options.max_page) is not None:
            limit = min(limit, largest)
        found = found[offset : offset + limit]
    result: JsonObject = copy.deepcopy(body)
    _put(result, place.paging.items, found)
    above = place.paging.total.rpartition(".")[0]
    numbers = {"offset": offset, "limit": limit, "total": total}
    if isinstance(holder := at(result, above) if above else result, dict):
        holder |= {name: value for name, value in numbers.items() if name in holder}
        holder[place.paging.total.rpartition(".")[2]] = total
    return result


def in_order(rows: list[JsonObject], sort: Sort | None) -> list[JsonObject]:
    """Return rows in the order that the description promises."""
    if sort is None:
        return rows
    field, down = sort.field, sort.descending
    return sorted(rows, key=lambda row: _comparable(at(row, field)), reverse=down)


def _put(body: Any, dotted: str, value: Any) -> None:
    above, _, last = dotted.rpartition(".")
    holder = at(body, above) if above else body
    holder[last] = value


def _default_limit(operation: Operation) -> int:
    limit = operation.parameter("limit")
    return int(limit.schema.get("default", DEFAULT_LIMIT)) if limit else DEFAULT_LIMIT


def _satisfies(filters: tuple[Filter, ...], call: Call, row: Any) -> bool:
    asked = ((rule, call.query.get(rule.parameter)) for rule in filters)
    return all(_matches(rule, wanted, row) for rule, wanted in asked if wanted not in (None, ""))


def _matches(rule: Filter, wanted: Any, row: Any) -> bool:
    values = [value for value in gather(row, rule.field) if value is not None]
    if rule.match in {"from", "to"}:
        border = _moment(str(wanted), end=rule.match == "to")
        moments = [_moment(str(value), end=False) for value in values]
        return any(m >= border if rule.match == "from" else m <= border for m in moments)
    texts = [str(value) for value in values]
    if rule.match == "contains":
        return any(str(wanted).strip().casefold() in text.casefold() for text in texts)
    if rule.ignore_case:
        return str(wanted).casefold() in {text.casefold() for text in texts}
    return str(wanted) in texts


def _moment(text: str, *, end: bool) -> datetime:
    """Return a moment; a plain date is its first or last one, other text the beginning of time."""
    try:
        if len(text) == len("2025-01-01"):
            edge = time.max if end else time.min
            return datetime.combine(date.fromisoformat(text), edge, UTC)
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _comparable(value: Any) -> tuple[int, Any]:
    """Return a key to sort by: numbers, also in text, then moments, then other text."""
    if isinstance(value, int | float):
        return 0, value
    text = "" if value is None else str(value)
    if text.isascii() and text.isdigit():
        return 0, int(text)
    found = _moment(text, end=False)
    return (1, found) if found.year > 1 else (2, text)
