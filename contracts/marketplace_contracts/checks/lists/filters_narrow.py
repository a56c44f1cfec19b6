"""Filters over whole lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import has_filters
from marketplace_contracts.checks.support.row_values import satisfies
from marketplace_contracts.description.json_values import gather
from marketplace_contracts.description.operations import Filter, Operation
from marketplace_contracts.service.api_client import ApiClient, Page, Row
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.redaction import SIGNED_PROPERTIES

VALUES = 3
DETAILS = 12
NOWHERE = "no-such-thing-7f3a"


@sequence_check("filter", concerns=has_filters)
def filters_narrow(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A filter returns exactly the rows that satisfy it, and none where no row does."""
    for rule in operation.filters:
        values = some_values(api, operation, rule)
        for value in islice(values, VALUES):
            yield from _just_these(api, operation, rule, _as_parameter(rule, value))
        if rule.ignore_case:
            yield from _any_case(api, operation, rule, values[:1])
        for value in _impossible(rule, values):
            yield from _none(api, operation, rule, value)


def _any_case(
    api: ApiClient, operation: Operation, rule: Filter, values: list[str]
) -> Iterator[Violation]:
    """Check that a filter with `ignore-case` takes a value in other case, where it is valid."""
    for value in values:
        other = value.swapcase()
        if other not in rule.schema.get("enum", (other,)):
            continue
        wanted, found = (
            api.page(operation, _query(operation, rule, text)).rows for text in (value, other)
        )
        if [unsigned_row(row) for row in wanted] != [unsigned_row(row) for row in found]:
            observed = f"{len(found)} rows for {other}, {len(wanted)} for {value}"
            yield Violation(f"{rule.parameter} ignores case", observed, rule.pointer)


def unsigned_row(row: Row) -> Row:
    """Return a row without signed addresses, which differ from call to call."""
    return {name: value for name, value in row.items() if name not in SIGNED_PROPERTIES}


def _query(operation: Operation, rule: Filter, value: str) -> dict[str, Any]:
    return {rule.parameter: value, **operation.largest_page}


def some_values(api: ApiClient, operation: Operation, rule: Filter) -> list[str]:
    """Return values to filter by, rarest first; for text filters, a part of a value."""
    found: dict[str, int] = {}
    for row in _shown(api, operation, rule):
        for value in gather(row, rule.field):
            if isinstance(value, str) and value:
                found[value] = found.get(value, 0) + 1
    ordered = sorted(found, key=lambda value: (found[value], value))
    if rule.match == "contains":
        return [part for value in ordered if (part := value.strip()[1:-1].strip())]
    choices = rule.schema.get("enum")
    if choices and not rule.ignore_case:
        return [value for value in ordered if value in choices]
    # The middle is the best border: some rows are on either side.
    middle = len(ordered) // 2
    return ordered[middle:] + ordered[:middle] if rule.match in {"from", "to"} else ordered


def _shown(api: ApiClient, operation: Operation, rule: Filter) -> list[Row]:
    """Return rows that have the field; if rows never have it, some details."""
    rows = list(api.newest(operation).rows)
    if all(gather(row, rule.field) for row in rows):
        return rows
    return [detail for row in rows[:DETAILS] for detail in _detail(api, operation, row)]


def _detail(api: ApiClient, operation: Operation, row: Row) -> Iterator[Row]:
    """Return the detail response of a row, where it can be read."""
    found = api.contract.detail_of(operation)
    if found and "id" in row:
        reader, name = found
        yield api.json(reader, {name: str(row["id"])})


def _just_these(
    api: ApiClient, operation: Operation, rule: Filter, value: str
) -> Iterator[Violation]:
    sample = api.newest(operation)
    filtered = api.page(operation, _query(operation, rule, value))
    rows = filtered.rows
    results = [satisfies(rule, value, row) for row in sample.rows]
    if None not in results and sample.complete:
        wanted = [row for row, yes in zip(sample.rows, results, strict=True) if yes]
        if rows != wanted:
            observed = (
                f"{len(rows)} rows for {rule.parameter}={value}, {len(wanted)} of all rows do"
            )
            yield Violation(
                f"{rule.parameter} gives just the rows that satisfy it", observed, rule.pointer
            )
        return
    yield from _hidden(api, operation, rule, value, filtered)


def _hidden(
    api: ApiClient, operation: Operation, rule: Filter, value: str, filtered: Page
) -> Iterator[Violation]:
    """Check some objects only: the field is in detail responses alone, or the list is long."""
    rows = filtered.rows
    promise = f"{rule.parameter} gives just the rows that satisfy it"
    if not rows:
        observed = f"none for {rule.parameter}={value}, which an object has"
        yield Violation(promise, observed, rule.pointer)
    for row in rows[:DETAILS]:
        for detail in _detail(api, operation, row):
            if satisfies(rule, value, detail) is False:
                observed = f"for {rule.parameter}={value} got {api.contract.show(row)}"
                yield Violation(promise, observed, rule.pointer)
    if filtered.total == api.newest(operation).total:
        shown = _shown(api, operation, rule)
        if any(satisfies(rule, value, other) is False for other in shown):
            observed = f"all {filtered.total} rows for {rule.parameter}={value}"
            yield Violation(f"{rule.parameter} narrows the list", observed, rule.pointer)


def _as_parameter(rule: Filter, value: str) -> str:
    """Return the date of a date-time where the parameter takes dates."""
    return value[:10] if rule.schema.get("format") == "date" else value


def _impossible(rule: Filter, values: list[str]) -> list[str]:
    """Return values that no row has; for exact filters also ones close to existing values."""
    if rule.match in {"from", "to"}:
        day = "2999-12-31" if rule.match == "from" else "1970-01-01"
        return [day if rule.schema.get("format") == "date" else f"{day}T00:00:00Z"]
    if "enum" in rule.schema:
        return [value for value in rule.schema["enum"] if value not in values]
    if rule.match != "equals":
        return [NOWHERE]
    near = [near for value in values[:1] for near in (value[:-1], value[1:], value.swapcase())]
    return [NOWHERE, *(value for value in near if value and satisfied_by_none(rule, value, values))]


def satisfied_by_none(rule: Filter, wanted: str, values: list[str]) -> bool:
    """Tell whether no row satisfies a filter with this value."""
    if rule.ignore_case:
        return wanted.casefold() not in {value.casefold() for value in values}
    return wanted not in values


def _none(api: ApiClient, operation: Operation, rule: Filter, value: str) -> Iterator[Violation]:
    sample = api.newest(operation)
    results = [satisfies(rule, value, row) for row in _shown(api, operation, rule)]
    # Rows without the field may still have the value, unless no object can have it.
    hidden = not all(gather(row, rule.field) for row in sample.rows)
    if True in results or (hidden and "enum" in rule.schema):
        return
    rows = api.page(operation, _query(operation, rule, value)).rows
    if rows and (sample.complete or len(rows) == len(sample.rows)):
        observed = f"{len(rows)} rows for {rule.parameter}={value}"
        yield Violation(
            f"{rule.parameter} gives nothing where nothing satisfies it", observed, rule.pointer
        )
