"""Whole numbers."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.schemas import pointer
from marketplace_contracts.traffic.interaction import Exchange


def _has_body(exchange: Exchange) -> bool:
    return exchange.schema_place is not None and isinstance(exchange.json, dict | list)


@exchange_check("body", when=_has_body)
def whole_numbers(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """Integers are written without a point: 25.0 is one for a schema and none for many readers."""
    assert exchange.schema_place is not None
    for visit in contract.schemas.visit(exchange.schema_place, exchange.json):
        for name, value in visit.value.items():
            place = visit.shape.properties.get(name) if isinstance(value, float) else None
            if place and contract.spec.follow(place)[0].get("type") == "integer":
                came = f"{value!r} at {pointer((*visit.path, name))}"
                yield Problem(f"{name} is a whole number without a point", came, place)
