"""What is written and never read back."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.schemas import pointer
from marketplace_contracts.traffic.interaction import Interaction


def _has_body(interaction: Interaction) -> bool:
    return interaction.schema_place is not None and isinstance(interaction.json, dict | list)


@interaction_check("secrets", when=_has_body)
def write_only(interaction: Interaction, contract: Contract) -> Iterator[Problem]:
    """Properties that are write-only, such as a contact's password, never come back (facts E2)."""
    assert interaction.schema_place is not None
    for visit in contract.schemas.visit(interaction.schema_place, interaction.json):
        for name in visit.shape.write_only & visit.value.keys():
            yield Problem(
                f"{name} is write-only and never comes back",
                f"it came in {pointer(visit.path)}",
                visit.shape.properties[name],
            )
