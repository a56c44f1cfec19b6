"""Run single checks, as the suite does, and return what they find."""

from marketplace_contracts.checks import interaction_checks, sequence_checks
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import CheckAborted, Violation
from marketplace_contracts.traffic.interaction import Interaction

from support.harness import SPEC, contract


def operations_of(check: str) -> list[str]:
    """Return the ids of the operations that a sequence check is about."""
    concerns = sequence_checks()[check].concerns
    return [op.id for op in SPEC.operations.values() if concerns(op, contract())]


def drive(api: ApiClient, check: str, operation: str) -> list[Violation]:
    """Return what a sequence check finds, aborted sequences included."""
    found: list[Violation] = []
    try:
        found.extend(sequence_checks()[check].drive(api, api.operation(operation)))
    except CheckAborted as aborted:
        found.append(aborted.violation)
    return found


def look(check: str, interaction: Interaction) -> list[Violation]:
    """Return what an interaction check finds, if the interaction concerns it at all."""
    found = interaction_checks()[check]
    if not found.when(interaction):
        return []
    return list(found.look(interaction, contract(MARKETPLACE_PASSWORD="the-key-of-the-caller")))
