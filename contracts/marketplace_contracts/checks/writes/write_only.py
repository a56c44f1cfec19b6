"""Write-only properties."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_described_json
from marketplace_contracts.description.json_values import path_text
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("secrets", when=has_described_json)
def write_only(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Write-only properties, such as a contact's password, are never returned (facts E2)."""
    assert interaction.schema_pointer is not None
    for visit in contract.schemas.visit(interaction.schema_pointer, interaction.json):
        for name in visit.shape.write_only & visit.value.keys():
            yield Violation(
                f"{name} is write-only and never returned",
                f"it is in {path_text(visit.path)}",
                visit.shape.properties[name],
            )
