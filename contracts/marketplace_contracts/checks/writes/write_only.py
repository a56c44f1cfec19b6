"""What is written and never read back."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.schemas import pointer
from marketplace_contracts.traffic.interaction import Exchange


def _has_body(exchange: Exchange) -> bool:
    return exchange.schema_place is not None and isinstance(exchange.json, dict | list)


@exchange_check("secrets", when=_has_body)
def write_only(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """Properties that are write-only, such as a contact's password, never come back (facts E2)."""
    assert exchange.schema_place is not None
    for visit in contract.schemas.visit(exchange.schema_place, exchange.json):
        for name in visit.shape.write_only & visit.value.keys():
            yield Problem(
                f"{name} is write-only and never comes back",
                f"it came in {pointer(visit.path)}",
                visit.shape.properties[name],
            )
