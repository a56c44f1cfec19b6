"""The id of the returned object."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


def _names_an_object(operation: Operation, contract: Contract) -> bool:
    """The path ends with the id (or a verb on it), and the response is an object with an id."""
    pointer = operation.success_pointer
    if len(operation.path_parameters) != 1 or pointer is None:
        return False
    tail = operation.path.rpartition("}")[2]
    return "id" in contract.schemas.shape(pointer).properties and not _is_nested(operation, tail)


def _is_nested(operation: Operation, tail: str) -> bool:
    """POST to a collection below an object returns a new object."""
    return bool(tail) and operation.method == "POST" and not operation.replayable


def _shows_an_id(interaction: Interaction) -> bool:
    return interaction.ok and isinstance(interaction.json, dict) and "id" in interaction.json


@interaction_check("ids", concerns=_names_an_object, when=_shows_an_id)
def same_id(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """The returned object has the id of the path."""
    operation = interaction.operation
    if operation is None or not _names_an_object(operation, contract):
        return
    wanted = next(iter(interaction.ids.values()))
    if str(interaction.json["id"]).lower() != wanted.lower():
        observed = f"{contract.show(interaction.json['id'])} for {contract.show(wanted)}"
        yield Violation(
            "the id is that of the path", observed, operation.path_parameters[0].pointer
        )
