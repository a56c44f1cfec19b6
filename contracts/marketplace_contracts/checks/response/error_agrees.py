"""Bodies of errors."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

SERVICE, FRAMEWORK, GATEWAY = "ServiceError", "FrameworkError", "GatewayError"


def _is_error(interaction: Interaction) -> bool:
    return interaction.status >= 400 and isinstance(interaction.json, dict)


@interaction_check("errors", when=_is_error)
def error_agrees(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """The body of an error has the status, the path and a message (facts C3 to C5)."""
    body = interaction.json
    shape, code, text = _shape(body)
    if body.get(code) != interaction.status:
        observed = f"{contract.show(body.get(code))} with status {interaction.status}"
        yield Violation(f"{code} is the HTTP status", observed, contract.pointer_to(shape, code))
    if isinstance(body.get(text), str) and not body[text].strip():
        yield Violation(f"{text} says what went wrong", "no text", contract.pointer_to(shape, text))
    path = body.get("path")
    if shape == SERVICE and isinstance(path, str) and not _same(path, interaction.relative):
        observed = f"{contract.show(path)} for a call of {interaction.relative}"
        yield Violation(
            "path is that of the call, relative to the base address",
            observed,
            contract.pointer_to(shape, "path"),
        )


def _shape(body: dict[str, object]) -> tuple[str, str, str]:
    """Return the schema that fits a body, its status property and its text property."""
    if "statusCode" in body:
        return GATEWAY, "statusCode", "message"
    if "timestamp" in body:
        return FRAMEWORK, "status", "error"
    return SERVICE, "status", "message"


def _same(shown: str, called: str) -> bool:
    from urllib.parse import unquote

    return unquote(shown).rstrip("/") == unquote(called).rstrip("/")
