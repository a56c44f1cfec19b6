"""Content types."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_declared_status
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("body", when=has_declared_status)
def content_type(interaction: Interaction, _: Contract) -> Iterator[Violation]:
    """The content type of a response is declared for its status."""
    assert interaction.operation is not None
    response = interaction.operation.responses[interaction.status]
    if response.content and interaction.media_type not in response.content:
        yield Violation(
            f"a {interaction.status} is {' or '.join(response.content)}",
            f"content type {interaction.media_type or 'missing'}, {len(interaction.body)} bytes",
            f"{response.pointer}/content",
        )
