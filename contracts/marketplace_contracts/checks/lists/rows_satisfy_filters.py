"""Filters, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_filters
from marketplace_contracts.checks.support.row_values import satisfies
from marketplace_contracts.description.json_values import at
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import SCRUBBED


def _is_filtered(interaction: Interaction) -> bool:
    if not interaction.ok or interaction.operation is None:
        return False
    return any(interaction.query_value(rule.parameter) for rule in interaction.operation.filters)


@interaction_check("filter", concerns=has_filters, when=_is_filtered)
def rows_satisfy_filters(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Each returned row satisfies every x-filter that was sent."""
    assert interaction.operation is not None
    rows = at(interaction.json, "data")
    for rule in interaction.operation.filters:
        wanted = interaction.query_value(rule.parameter)
        # The rows of a recording are masked as its query is.
        if not wanted or wanted == SCRUBBED or not isinstance(rows, list):
            continue
        wrong = [row for row in rows if satisfies(rule, wanted, row) is False]
        if wrong:
            observed = f"{len(wrong)} of {len(rows)} rows do not, for {rule.parameter}={wanted}: "
            yield Violation(
                f"rows satisfy the filter {rule.parameter}",
                observed + contract.show(wrong[0]),
                rule.pointer,
            )
