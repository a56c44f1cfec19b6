"""Content types."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange


def _declared(exchange: Exchange) -> bool:
    return bool(exchange.operation and exchange.status in exchange.operation.answers)


@exchange_check("body", when=_declared)
def content_type(exchange: Exchange, _: Contract) -> Iterator[Problem]:
    """The content type of an answer is one that its status declares."""
    assert exchange.operation is not None
    answer = exchange.operation.answers[exchange.status]
    if answer.content and exchange.media_type not in answer.content:
        yield Problem(
            f"a {exchange.status} is {' or '.join(answer.content)}",
            f"content type {exchange.media_type or 'missing'}, {len(exchange.body)} bytes",
            f"{answer.place}/content",
        )
