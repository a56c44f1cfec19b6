"""Headers of answers."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange


def _declared(exchange: Exchange) -> bool:
    return bool(exchange.operation and exchange.status in exchange.operation.answers)


@exchange_check("headers", when=_declared)
def headers_present(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """Required headers come with an answer, and declared ones have the form that is declared."""
    assert exchange.operation is not None
    for header in exchange.operation.answers[exchange.status].headers:
        value = exchange.headers.get(header.name)
        if value is None and header.required:
            yield Problem(f"{header.name} always comes", "it is missing", header.place)
        elif value is not None:
            for violation in contract.schemas.violations(f"{header.place}/schema", value):
                yield Problem(
                    f"{header.name}: {violation.keyword}", contract.show(value), violation.place
                )
