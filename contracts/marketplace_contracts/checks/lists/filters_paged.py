"""Filters and pages together."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.lists.filters_narrow import some_values
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Filter, Operation, Paging
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _both(operation: Operation, _: Contract) -> bool:
    return bool(operation.filters) and operation.paging is not None


@sequence_check("filter", concerns=_both)
def filters_paged(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A filter applies to later pages too: offset and limit cut the filtered list (facts D2)."""
    rule = operation.paging
    assert rule is not None
    for filtered in operation.filters:
        values = some_values(api, operation, filtered)
        if values:
            yield from _cut(api, operation, rule, filtered, values[-1])


def _cut(
    api: ApiClient, operation: Operation, rule: Paging, filtered: Filter, value: str
) -> Iterator[Violation]:
    """Compare a page from the middle of the filtered list with the same rows of the whole list."""
    query = {filtered.parameter: value}
    whole = api.page(operation, {**query, "limit": rule.largest})
    offset, size = max(1, len(whole.rows) // 2), 3
    later = api.page(operation, {**query, "offset": offset, "limit": size})
    if later.rows != whole.rows[offset : offset + size] or later.total != whole.total:
        observed = (
            f"at offset {offset} of {query}: {len(later.rows)} rows of {later.total}, "
            f"{whole.total} before"
        )
        promise = f"{filtered.parameter} holds on every page"
        yield Violation(promise, observed, filtered.pointer)
