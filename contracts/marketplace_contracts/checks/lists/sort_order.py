"""The order of rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import is_sorted
from marketplace_contracts.checks.support.row_values import comparable
from marketplace_contracts.description.json_values import at
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _is_sorted_list(interaction: Interaction) -> bool:
    return (
        interaction.ok
        and interaction.operation is not None
        and interaction.operation.sort is not None
    )


@interaction_check("sort", concerns=is_sorted, when=_is_sorted_list)
def sort_order(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Rows are in the order that x-sort promises (facts D4)."""
    assert interaction.operation is not None
    rule = interaction.operation.sort
    assert rule is not None
    rows = at(interaction.json, "data")
    values = [comparable(at(row, rule.field)) for row in rows] if isinstance(rows, list) else []
    known = [value for value in values if value is not None]
    for before, after in pairwise(known):
        if out_of_order(before, after, descending=rule.descending):
            order = "descending" if rule.descending else "ascending"
            observed = f"{contract.show(before[1])} before {contract.show(after[1])}"
            yield Violation(f"rows are sorted by {rule.field}, {order}", observed, rule.pointer)
            return


def out_of_order(before: Any, after: Any, *, descending: bool) -> bool:
    """Tell whether two neighbours are in the wrong order; equal ones never are."""
    if type(before[0]) is not type(after[0]):
        return False
    return bool(before[0] < after[0]) if descending else bool(before[0] > after[0])
