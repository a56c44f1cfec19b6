"""The caller's own secrets."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange


def _is_no_token(exchange: Exchange) -> bool:
    return not (exchange.ok and exchange.operation and exchange.operation.effect == "token")


@exchange_check("secrets", when=_is_no_token)
def no_secret(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """No answer repeats the key, the password, the token or the Basic header of the caller."""
    operation = exchange.operation
    place = operation.security_place if operation else "#/security"
    texts = (*exchange.headers.values(), exchange.body.decode("utf-8", "replace"))
    if any(contract.vault.betrays(text) for text in texts):
        yield Problem("an answer does not repeat the caller's credentials", "it does", place)
