"""What the description does not know yet."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange
from marketplace_contracts.traffic.redaction import one_line


def _has_body(exchange: Exchange) -> bool:
    return exchange.schema_place is not None and isinstance(exchange.json, dict | list)


@exchange_check("body", when=_has_body)
def undeclared(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """Properties that the description does not know are worth a notice; they hurt nobody."""
    assert exchange.schema_place is not None
    for visit in contract.schemas.visit(exchange.schema_place, exchange.json):
        if visit.shape.open:
            continue
        for name in visit.value.keys() - visit.shape.properties.keys():
            shown = contract.show({name: visit.value[name]})
            yield Problem(
                f"no property {one_line(name)} is described", shown, visit.place, notice=True
            )
