"""Whole numbers."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_described_json
from marketplace_contracts.description.json_values import path_text
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("body", when=has_described_json)
def whole_numbers(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Integers have no decimal point: 25.0 satisfies a schema but breaks many parsers."""
    assert interaction.schema_pointer is not None
    for visit in contract.schemas.visit(interaction.schema_pointer, interaction.json):
        for name, value in visit.value.items():
            pointer = visit.shape.properties.get(name) if isinstance(value, float) else None
            if pointer and contract.spec.follow(pointer)[0].get("type") == "integer":
                observed = f"{value!r} at {path_text((*visit.path, name))}"
                yield Violation(f"{name} is a whole number without a point", observed, pointer)
