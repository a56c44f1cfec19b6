"""Lists that take offset and limit and ignore them."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.description.json_values import at
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _ignores_paging(operation: Operation, _: Contract | None = None) -> bool:
    takes = operation.parameter("offset") and operation.parameter("limit")
    return bool(takes) and operation.paging is None


def _is_list(interaction: Interaction) -> bool:
    return interaction.ok and bool(interaction.operation and _ignores_paging(interaction.operation))


@interaction_check("paging", concerns=_ignores_paging, when=_is_list)
def unpaged(interaction: Interaction, _: Contract) -> Iterator[Violation]:
    """A list without x-pagination returns all rows: offset 0, the limit is the total (facts D8)."""
    assert interaction.operation is not None
    rows = at(interaction.json, "data")
    stated = [at(interaction.json, f"pagination.{name}") for name in ("offset", "limit", "total")]
    if isinstance(rows, list) and stated != [0, len(rows), len(rows)]:
        yield Violation(
            "paging is ignored: offset is 0, limit and total are the number of rows",
            f"{len(rows)} rows, offset {stated[0]}, limit {stated[1]}, total {stated[2]}",
            f"{interaction.operation.pointer}/description",
        )
