"""The object that was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.traffic.interaction import Interaction


def _names_an_object(operation: Operation, contract: Contract) -> bool:
    """The path ends with the id (or a verb on it), and the answer is an object with an id."""
    place = (
        operation.responses[200].content.get("application/json")
        if 200 in operation.responses
        else None
    )
    if len(operation.path_parameters) != 1 or place is None:
        return False
    tail = operation.path.rpartition("}")[2]
    return "id" in contract.schemas.shape(place).properties and not _is_nested(operation, tail)


def _is_nested(operation: Operation, tail: str) -> bool:
    """POST to a collection below an object answers with a new object."""
    return bool(tail) and operation.method == "POST" and not operation.replayable


def _shows_an_id(interaction: Interaction) -> bool:
    return interaction.ok and isinstance(interaction.json, dict) and "id" in interaction.json


@interaction_check("ids", concerns=_names_an_object, when=_shows_an_id)
def same_id(interaction: Interaction, contract: Contract) -> Iterator[Problem]:
    """The object that comes has the id that the path names."""
    operation = interaction.operation
    if operation is None or not _names_an_object(operation, contract):
        return
    asked = next(iter(interaction.ids.values()))
    if str(interaction.json["id"]).lower() != asked.lower():
        came = f"{contract.show(interaction.json['id'])} for {contract.show(asked)}"
        yield Problem("the id is that of the path", came, operation.path_parameters[0].place)
