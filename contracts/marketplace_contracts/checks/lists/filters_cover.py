"""Filters compared with the unfiltered list, and two filters together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone
from itertools import combinations, islice, pairwise
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import has_filters
from marketplace_contracts.checks.support.row_values import moment, satisfies
from marketplace_contracts.description.json_values import gather
from marketplace_contracts.description.operations import Filter, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.finding import Violation

EDGES = {"from": "1970-01-01", "to": "2999-12-31"}
PAIRS = 4
BLUR = timedelta(seconds=1)
LEAP = "2016-12-31t23:59:60z"
"""A leap second in small letters, which RFC 3339 allows; many readers fail at it."""


@sequence_check("filter", concerns=has_filters)
def filters_cover(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Filtered rows are part of the list, all values cover it, and two filters narrow it."""
    whole = _total(api, operation, {})
    for rule in operation.filters:
        if rule.match in EDGES:
            yield from _everything(api, operation, rule, whole)
            yield from _border(api, operation, rule)
            if rule.schema.get("format") == "date-time":
                api.call(operation, api.ids(operation), {rule.parameter: LEAP})  # must not crash
        elif "enum" in rule.schema and not rule.ignore_case:
            yield from _parts(api, operation, rule, whole)
    yield from _together(api, operation)


def _total(api: ApiClient, operation: Operation, query: dict[str, Any]) -> int:
    limit = {"limit": 1} if operation.paging else {}
    return api.page(operation, {**query, **limit}).total


def _everything(
    api: ApiClient, operation: Operation, rule: Filter, whole: int
) -> Iterator[Violation]:
    """Check that a border which includes all values excludes only rows without a value."""
    sample = api.newest(operation)
    bare = sum(not _values(row, rule) for row in sample.rows)
    if bare and not sample.complete:
        return  # it is not known how many of the other rows have a value
    day = EDGES[rule.match]
    value = day if rule.schema.get("format") == "date" else f"{day}T00:00:00Z"
    found = _total(api, operation, {rule.parameter: value})
    if found != whole - bare:
        observed = f"{found} rows for {rule.parameter}={value}, {whole - bare} have a {rule.field}"
        yield Violation(f"a {rule.parameter} of {day} leaves nothing out", observed, rule.pointer)


def _values(row: Row, rule: Filter) -> list[Any]:
    return [value for value in gather(row, rule.field) if value is not None]


def _border(api: ApiClient, operation: Operation, rule: Filter) -> Iterator[Violation]:
    """Check that a border is exact: of two close rows it includes one."""
    close = _neighbours(list(api.newest(operation).rows), rule)
    if close is None or rule.schema.get("format") != "date-time":
        return
    inside, outside = close if rule.match == "to" else close[::-1]
    value = str(_values(inside, rule)[0])
    found = _rows(api, operation, {rule.parameter: value})
    if _rows(api, operation, {rule.parameter: _elsewhere(value)}) != found:
        observed = f"other rows for {_elsewhere(value)} than for {value}"
        yield Violation(
            f"{rule.parameter} is a moment, whatever its UTC offset", observed, rule.pointer
        )
    if outside in found:
        observed = (
            f"for {rule.parameter}={value} got {api.contract.show(_values(outside, rule)[0])}"
        )
        yield Violation(f"{rule.parameter} is an exact border", observed, rule.pointer)


def _elsewhere(value: str) -> str:
    """Return the same moment with another UTC offset."""
    found = moment(value)
    assert found is not None
    return found.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat()


def _neighbours(rows: list[Row], rule: Filter) -> tuple[Row, Row] | None:
    """Return the two rows whose values are closest, the earlier one first.

    Values may be cut to seconds, so rows within one second may be in either order.
    """
    dated = [(m, n) for n, row in enumerate(rows) for v in _values(row, rule) if (m := moment(v))]
    pairs = [(b[0] - a[0], a[1], b[1]) for a, b in pairwise(sorted(dated)) if b[0] - a[0] > BLUR]
    if not pairs:
        return None
    _, early, late = min(pairs)
    return rows[early], rows[late]


def _parts(api: ApiClient, operation: Operation, rule: Filter, whole: int) -> Iterator[Violation]:
    """Check that every object has one of the values, where the description says so."""
    if rule.field not in _required(api, operation):
        return
    parts = {value: _total(api, operation, {rule.parameter: value}) for value in _choices(rule)}
    if sum(parts.values()) != whole:
        counts = ", ".join(f"{count} {value}" for value, count in parts.items() if count)
        observed = f"{counts or 'nothing'}: {sum(parts.values())} in all, {whole} without a filter"
        promise = f"the rows of all values of {rule.parameter} are the whole list"
        yield Violation(promise, observed, rule.pointer)


def _choices(rule: Filter) -> list[str]:
    return [str(value) for value in rule.schema["enum"]]


def _required(api: ApiClient, operation: Operation) -> set[str]:
    pointer = api.contract.rows_pointer(operation)
    return api.contract.schemas.shape(pointer).required if pointer else set()


def _together(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Check that rows for two filters satisfy both, and that no such row is missing."""
    sample = api.newest(operation)
    for first, second in islice(_pairs(operation, list(sample.rows)), PAIRS):
        query = dict((first[:2], second[:2]))
        wanted = [row for row in sample.rows if _both(row, first, second)]
        found = _rows(api, operation, query)
        strange = [row for row in found if not _both(row, first, second)]
        if strange or (sample.complete and len(found) != len(wanted)):
            names = " and ".join(query)
            observed = f"{len(found)} rows for {query}, {len(wanted)} of all rows do"
            pointer = first[2].pointer
            yield Violation(
                f"{names} together give just the rows that satisfy both", observed, pointer
            )


def _both(row: Row, *chosen: tuple[str, str, Filter]) -> bool:
    return all(satisfies(rule, value, row) for _, value, rule in chosen)


def _rows(api: ApiClient, operation: Operation, query: dict[str, str]) -> list[Row]:
    return api.page(operation, {**query, **operation.largest_page}).rows


def _pairs(
    operation: Operation, rows: list[Row]
) -> Iterator[tuple[tuple[str, str, Filter], tuple[str, str, Filter]]]:
    """Yield two exact filters with a value each, where both exclude some rows."""
    exact = [rule for rule in operation.filters if rule.match == "equals" and not rule.ignore_case]
    let_through = {rule.parameter: _by_value(rows, rule) for rule in exact}
    for one, other in combinations(exact, 2):
        for row in rows:
            chosen = [(r.parameter, str(v), r) for r in (one, other) for v in gather(row, r.field)]
            if len(chosen) == 2:
                first, second = (let_through[name][value] for name, value, _ in chosen)
                if first - second and second - first:
                    yield chosen[0], chosen[1]
                    break


def _by_value(rows: list[Row], rule: Filter) -> dict[str, set[int]]:
    """Return how many rows an exact filter returns for each value."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        for value in gather(row, rule.field):
            found.setdefault(str(value), set()).add(number)
    return found
