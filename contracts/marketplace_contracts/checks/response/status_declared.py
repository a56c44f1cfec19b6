"""Statuses."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange


@exchange_check("status")
def status_declared(exchange: Exchange, _: Contract) -> Iterator[Problem]:
    """The status of an answer is one that the operation declares."""
    operation = exchange.operation
    if operation and exchange.status not in operation.answers:
        known = ", ".join(map(str, operation.answers))
        yield Problem(
            f"the status is one of {known}",
            f"status {exchange.status}",
            f"{operation.place}/responses",
        )
