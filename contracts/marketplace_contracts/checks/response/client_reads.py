"""Responses read by the client's models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloud_marketplace_api import models
from cloud_marketplace_api.model import decode

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction, exact


def _is_object(interaction: Interaction) -> bool:
    return (
        interaction.ok
        and interaction.schema_pointer is not None
        and isinstance(interaction.json, dict)
    )


@interaction_check("client", when=_is_object)
def client_reads(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """The client's model returns the same JSON that it was read from."""
    pointer = interaction.schema_pointer
    assert pointer is not None
    names = contract.schemas.shape(pointer).names
    model = getattr(models, names[0], None) if names else None
    if model is None:
        yield Violation(
            "the client has a model of the response", f"none named {names[:1]}", pointer
        )
        return
    value = decode(model, interaction.body)
    back = (model.from_dict(interaction.json) if value is None else value).to_dict()
    if exact(back) != exact(interaction.json):
        observed = _difference(interaction.json, back, contract)
        yield Violation("the client's model loses nothing of a response", observed, pointer)


def _difference(sent: dict[str, Any], back: dict[str, Any], contract: Contract) -> str:
    for key in (*sent, *back):
        if exact(sent.get(key)) != exact(back.get(key)):
            before, after = ({key: one.get(key)} for one in (sent, back))
            return f"{contract.show(before)} became {contract.show(after)}"
    return "keys differ"
