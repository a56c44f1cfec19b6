"""Credentials of the caller in responses."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _is_no_token(interaction: Interaction) -> bool:
    return not (
        interaction.ok and interaction.operation and interaction.operation.effect == "token"
    )


@interaction_check("secrets", when=_is_no_token)
def no_secret(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """No response contains the caller's key, password, token or Basic header."""
    operation = interaction.operation
    pointer = operation.security_pointer if operation else "#/security"
    texts = (*interaction.headers.values(), interaction.body.decode("utf-8", "replace"))
    if any(contract.redactor.betrays(text) for text in texts):
        yield Violation("a response does not repeat the caller's credentials", "it does", pointer)
