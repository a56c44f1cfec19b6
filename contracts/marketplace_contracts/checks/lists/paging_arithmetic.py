"""A single page: its offset, its number of rows, and no row twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import is_paged
from marketplace_contracts.description.json_values import at
from marketplace_contracts.description.operations import Paging
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _is_page(interaction: Interaction) -> bool:
    return (
        interaction.ok
        and interaction.operation is not None
        and interaction.operation.paging is not None
    )


@interaction_check("paging", concerns=is_paged, when=_is_page)
def paging_arithmetic(interaction: Interaction, _: Contract) -> Iterator[Violation]:
    """A page has up to `limit` rows from the offset, none twice, and is full while more remain."""
    assert interaction.operation is not None
    rule = interaction.operation.paging
    assert rule is not None
    numbers = _numbers(interaction.json, rule)
    if numbers is None:
        return
    yield from _echoes(interaction, rule, *numbers[1:3])
    rows, offset, limit, total = numbers
    observed = f"{rows} rows at offset {offset} with limit {limit} of {total}"
    if rows > limit:
        yield Violation("a page has no more rows than its limit", observed, rule.pointer)
    if rows < min(limit, max(total - offset, 0)):
        yield Violation("a page is full while more rows remain", observed, rule.pointer)
    if rows and offset + rows > total:
        yield Violation("the total counts every row", observed, rule.pointer)
    yield from _repeats(interaction, rule)


def _echoes(interaction: Interaction, rule: Paging, offset: int, limit: int) -> Iterator[Violation]:
    """Check that offset and limit are echoed; above the largest known size a limit may be cut."""
    sent_offset, sent_limit = _sent(interaction, "offset"), _sent(interaction, "limit")
    if sent_offset is not None and offset != sent_offset:
        observed = f"{offset} for {sent_offset}"
        yield Violation("a page echoes the requested offset", observed, rule.pointer)
    if sent_limit is not None and limit not in {sent_limit, min(sent_limit, rule.largest)}:
        observed = f"{limit} for {sent_limit}"
        yield Violation("a page echoes the requested limit", observed, rule.pointer)


def _numbers(body: Any, rule: Paging) -> tuple[int, int, int, int] | None:
    """Return rows, offset, limit and total; None where the schema check reports them already."""
    rows, total = at(body, rule.items), at(body, rule.total)
    above = rule.total.rpartition(".")[0]
    offset, limit = at(body, f"{above}.offset"), at(body, f"{above}.limit")
    if isinstance(rows, list) and all(type(n) is int for n in (offset, limit, total)):
        return len(rows), offset, limit, total
    return None


def _sent(interaction: Interaction, name: str) -> int | None:
    """Return a number of the query, or its default; None if it is not a plain number."""
    assert interaction.operation is not None
    parameter = interaction.operation.parameter(name)
    if all(key != name for key, _ in interaction.query):
        default = parameter.schema.get("default") if parameter else None
        return default if isinstance(default, int) else None
    value = interaction.query_value(name)
    return int(value) if value and value.isascii() and value.isdigit() else None


def _repeats(interaction: Interaction, rule: Paging) -> Iterator[Violation]:
    ids = [
        row["id"]
        for row in at(interaction.json, rule.items)
        if isinstance(row, dict) and "id" in row
    ]
    texts = [str(one) for one in ids]
    if len(set(texts)) < len(texts):
        again = next(one for one in texts if texts.count(one) > 1)
        yield Violation("no row is twice on a page", f"id {again} is repeated", rule.pointer)
