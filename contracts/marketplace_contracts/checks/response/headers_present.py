"""Headers of responses."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_declared_status
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("headers", when=has_declared_status)
def headers_present(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Required headers are present, and declared headers have the declared form."""
    assert interaction.operation is not None
    for header in interaction.operation.responses[interaction.status].headers:
        value = interaction.headers.get(header.name)
        if value is None and header.required:
            yield Violation(f"{header.name} is always present", "it is missing", header.pointer)
        elif value is not None:
            for violation in contract.schemas.violations(f"{header.pointer}/schema", value):
                yield Violation(
                    f"{header.name}: {violation.keyword}", contract.show(value), violation.pointer
                )
