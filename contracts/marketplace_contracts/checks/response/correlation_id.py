"""Correlation ids of errors."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _has_both(interaction: Interaction) -> bool:
    body = interaction.json
    return (
        interaction.status >= 400
        and isinstance(body, dict)
        and "correlationId" in body
        and "x-correlation-id" in interaction.headers
    )


@interaction_check("headers", when=_has_both)
def correlation_id(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """The correlation id in the body of an error equals the header's (facts C3, C12)."""
    header, body = interaction.headers["x-correlation-id"], interaction.json["correlationId"]
    if header != body:
        pointer = contract.pointer_to("ServiceError", "correlationId")
        observed = f"{contract.show(header)} in the header, {contract.show(body)} in the body"
        yield Violation("correlationId equals the header X-Correlation-ID", observed, pointer)
