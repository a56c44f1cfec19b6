"""Answers of 5xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange

PLACE = "#/components/responses/ServerError"
_CRASH = re.compile(
    r"internal server error|traceback|exception|unexpected error|stack ?trace|null ?pointer"
    r"|\bat [\w.$]+\(|errno|segmentation",
    re.IGNORECASE,
)


def _failed(exchange: Exchange) -> bool:
    return exchange.status == 500


@exchange_check("status", when=_failed)
def server_error(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """A 500 refuses for a business reason that its message names; it is no crash (facts C7)."""
    body = exchange.json if isinstance(exchange.json, dict) else {}
    message = body.get("message") if "timeStamp" in body else None
    if exchange.method == "GET":
        yield Problem(
            "reading meets no business conflict, so it is never answered 500",
            contract.show(exchange.json),
            PLACE,
        )
    elif not isinstance(message, str) or not message.strip() or _CRASH.search(message):
        yield Problem(
            "a 500 names the business reason in its message", contract.show(exchange.json), PLACE
        )
