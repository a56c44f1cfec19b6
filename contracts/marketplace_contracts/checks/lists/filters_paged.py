"""Filters and pages together."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.lists.filters_narrow import some_values
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Filter, Operation, Paging
from marketplace_contracts.description.schemas import at
from marketplace_contracts.service.probe import Probe


def _both(operation: Operation, _: Contract) -> bool:
    return bool(operation.filters) and operation.paging is not None


@sequence_check("filter", concerns=_both)
def filters_paged(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """A filter holds on later pages too: offset and limit cut the filtered list (facts D2)."""
    rule = operation.paging
    assert rule is not None
    for filtered in operation.filters:
        values = some_values(probe, operation, filtered)
        if values:
            yield from _cut(probe, operation, rule, filtered, values[-1])


def _cut(
    probe: Probe, operation: Operation, rule: Paging, filtered: Filter, value: str
) -> Iterator[Violation]:
    """A page from the middle of the filtered list, beside the same rows of the whole of it."""
    query = {filtered.parameter: value}
    whole = probe.rows(operation, {**query, "limit": rule.largest})
    assert probe.caller.last is not None
    total = at(probe.caller.last.json, rule.total)
    offset, size = max(1, len(whole) // 2), 3
    rows = probe.rows(operation, {**query, "offset": offset, "limit": size})
    later = at(probe.caller.last.json, rule.total)
    if rows != whole[offset : offset + size] or later != total:
        observed = f"at offset {offset} of {query}: {len(rows)} rows of {later}, {total} before"
        promise = f"{filtered.parameter} holds on every page"
        yield Violation(promise, observed, filtered.pointer)
