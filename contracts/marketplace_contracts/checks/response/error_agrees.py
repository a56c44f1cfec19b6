"""Bodies of errors."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import exchange_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.traffic.interaction import Exchange

SERVICE, FRAMEWORK, GATEWAY = "ServiceError", "FrameworkError", "GatewayError"


def _is_error(exchange: Exchange) -> bool:
    return exchange.status >= 400 and isinstance(exchange.json, dict)


@exchange_check("errors", when=_is_error)
def error_agrees(exchange: Exchange, contract: Contract) -> Iterator[Problem]:
    """The body of an error names status and path of the call and says why (facts C3 to C5)."""
    body = exchange.json
    shape, code, text = _shape(body)
    if body.get(code) != exchange.status:
        came = f"{contract.show(body.get(code))} with status {exchange.status}"
        yield Problem(f"{code} is the HTTP status", came, contract.place(shape, code))
    if isinstance(body.get(text), str) and not body[text].strip():
        yield Problem(f"{text} says what went wrong", "no words", contract.place(shape, text))
    path = body.get("path")
    if shape == SERVICE and isinstance(path, str) and not _same(path, exchange.relative):
        came = f"{contract.show(path)} for a call of {exchange.relative}"
        yield Problem(
            "path is that of the call, relative to the base address",
            came,
            contract.place(shape, "path"),
        )


def _shape(body: dict[str, object]) -> tuple[str, str, str]:
    """The schema that a body looks like, its status property and its text property."""
    if "statusCode" in body:
        return GATEWAY, "statusCode", "message"
    if "timestamp" in body:
        return FRAMEWORK, "status", "error"
    return SERVICE, "status", "message"


def _same(told: str, called: str) -> bool:
    from urllib.parse import unquote

    return unquote(told).rstrip("/") == unquote(called).rstrip("/")
