"""Responses with status 5xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

POINTER = "#/components/responses/ServerError"
_CRASH = re.compile(
    r"internal server error|traceback|exception|unexpected error|stack ?trace|null ?pointer"
    r"|\bat [\w.$]+\(|errno|segmentation",
    re.IGNORECASE,
)


def _failed(interaction: Interaction) -> bool:
    return interaction.status == 500


@interaction_check("status", when=_failed)
def server_error(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """A 500 is a refusal for a business reason that its message names, not a crash (facts C7)."""
    body = interaction.json if isinstance(interaction.json, dict) else {}
    message = body.get("message") if "timeStamp" in body else None
    if interaction.method == "GET":
        yield Violation(
            "reading causes no business conflict, so it never returns 500",
            contract.show(interaction.json),
            POINTER,
        )
    elif not isinstance(message, str) or not message.strip() or _CRASH.search(message):
        yield Violation(
            "a 500 names the business reason in its message",
            contract.show(interaction.json),
            POINTER,
        )
