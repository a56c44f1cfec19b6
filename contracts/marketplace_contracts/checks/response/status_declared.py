"""Statuses."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("status")
def status_declared(interaction: Interaction, _: Contract) -> Iterator[Violation]:
    """The status of a response is declared for the operation."""
    operation = interaction.operation
    if operation and interaction.status not in operation.responses:
        known = ", ".join(map(str, operation.responses))
        yield Violation(
            f"the status is one of {known}",
            f"status {interaction.status}",
            f"{operation.pointer}/responses",
        )
