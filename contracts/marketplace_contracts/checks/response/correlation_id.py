"""The identifier to quote to support."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange


def _says_it_twice(exchange: Exchange) -> bool:
    body = exchange.json
    return (
        exchange.status >= 400
        and isinstance(body, dict)
        and "correlationId" in body
        and "x-correlation-id" in exchange.headers
    )


@exchange_check("headers", when=_says_it_twice)
def correlation_id(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """The correlation id in the body of an error equals the one in the header (facts C3, C12)."""
    header, body = exchange.headers["x-correlation-id"], exchange.json["correlationId"]
    if header != body:
        place = contract.place("ServiceError", "correlationId")
        came = f"{contract.show(header)} in the header, {contract.show(body)} in the body"
        yield Problem("correlationId equals the header X-Correlation-ID", came, place)
