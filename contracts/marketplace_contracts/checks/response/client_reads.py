"""Answers through the client's models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloud_marketplace._decoding import strict
from cloud_marketplace_api import models
from cloud_marketplace_api.types import answer

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange, exact


def _is_object(exchange: Exchange) -> bool:
    return exchange.ok and exchange.schema_place is not None and isinstance(exchange.json, dict)


@exchange_check("client", when=_is_object)
def client_reads(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """An answer passes through the client's model and comes out as it went in."""
    place = exchange.schema_place
    assert place is not None
    names = contract.schemas.shape(place).names
    model = getattr(models, names[0], None) if names else None
    if model is None:
        yield Problem("the client has a model of the answer", f"none named {names[:1]}", place)
        return
    value = strict.read(names[0], exchange.body)
    back = answer(names[0])(exchange.json if value is None else value).to_dict()
    if exact(back) != exact(exchange.json):
        came = _difference(exchange.json, back, contract)
        yield Problem("the client's model loses nothing of an answer", came, place)


def _difference(sent: dict[str, Any], back: dict[str, Any], contract: Contract) -> str:
    for key in (*sent, *back):
        if exact(sent.get(key)) != exact(back.get(key)):
            before, after = ({key: one.get(key)} for one in (sent, back))
            return f"{contract.show(before)} became {contract.show(after)}"
    return "keys differ"
