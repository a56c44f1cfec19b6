"""The header Retry-After."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

POINTER = "#/components/headers/RetryAfter"


def _has_header(interaction: Interaction) -> bool:
    return "retry-after" in interaction.headers


@interaction_check("headers", when=_has_header)
def retry_after(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """Retry-After is a number of seconds or a date (facts B4)."""
    value = interaction.headers["retry-after"].strip()
    if not (value.isascii() and value.isdigit()) and not _is_date(value):
        yield Violation("Retry-After is seconds or a date", contract.show(value), POINTER)


def _is_date(value: str) -> bool:
    try:
        parsedate_to_datetime(value)
    except ValueError:
        return False
    return True
