"""Properties that the description does not have."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_described_json
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import one_line


@interaction_check("body", when=has_described_json)
def undeclared(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Undescribed properties are worth a notice; they do no harm."""
    assert interaction.schema_pointer is not None
    for visit in contract.schemas.visit(interaction.schema_pointer, interaction.json):
        if visit.shape.open:
            continue
        for name in visit.value.keys() - visit.shape.properties.keys():
            shown = contract.show({name: visit.value[name]})
            yield Violation(
                f"no property {one_line(name)} is described", shown, visit.pointer, notice=True
            )
