"""The table of decisions: its rows are generated from the decision itself."""

from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace._engine.error_response import ErrorResponse, Layer
from cloud_marketplace._engine.retry_policy import (
    Decision,
    FailurePhase,
    Retry,
    RetryContext,
    decide,
)
from cloud_marketplace_api.operations import OPERATIONS

PAGE = Path(__file__).parents[2] / "docs/reliability.md"
COLUMNS = {
    "read, token": "orders.get",
    "write that may be repeated": "customers.update",
    "other write": "customers.create",
    "order": "orders.create",
}
CONTEXTS = {
    "a status of success": {},
    "no connection": {"phase": FailurePhase.BEFORE_SENDING},
    "the client is closed, or the address impossible": {"phase": FailurePhase.UNSENDABLE},
    "no response: time-out, broken connection": {"phase": FailurePhase.AMBIGUOUS},
    "a response that can't be decompressed, or is too large": {
        "phase": FailurePhase.AFTER_RESPONSE
    },
    "401 of the service": {"error_response": ErrorResponse(401, Layer.SERVICE, "Unauthorized")},
    "401 of the gateway: the key": {
        "error_response": ErrorResponse(401, Layer.GATEWAY, "Access denied")
    },
    "401 of neither": {"error_response": ErrorResponse(401, Layer.HTML, "Sign in")},
    "400, 403, 404, any other 4xx, in JSON of service or gateway": {
        "error_response": ErrorResponse(404, Layer.SERVICE, "no")
    },
    "3xx; 400, 403, 404, any other 4xx that is empty or a page": {
        "error_response": ErrorResponse(404, Layer.HTML, "Not Found")
    },
    "408, 499": {"error_response": ErrorResponse(408, Layer.UNKNOWN, "Request Timeout")},
    "429": {"error_response": ErrorResponse(429, Layer.GATEWAY, "Rate limit is exceeded")},
    "429 with Retry-After: 37": {
        "error_response": ErrorResponse(429, Layer.GATEWAY, "x", retry_after=37.0)
    },
    "Retry-After beyond the deadline": {
        "error_response": ErrorResponse(429, Layer.GATEWAY, "x", retry_after=37.0),
        "left": 30.0,
    },
    "500 with a known business reason": {
        "error_response": ErrorResponse(500, Layer.SERVICE, "there is already an order")
    },
    "500 with an empty or standard text": {
        "error_response": ErrorResponse(500, Layer.UNKNOWN, "Internal Server Error")
    },
    "500 with any other text": {
        "error_response": ErrorResponse(500, Layer.SERVICE, "Read timed out")
    },
    "502, 503, 504, an HTML page": {
        "error_response": ErrorResponse(504, Layer.HTML, "Gateway Time-out")
    },
}


def cell(operation: str, facts: dict[str, object]) -> str:
    """What the client does, and what the caller gets in the end."""
    first = _decided(operation, facts)
    if isinstance(first, Retry):
        last = _decided(operation, {**facts, "attempt": 6})
        assert isinstance(last, Decision)
        when = f"after {first.after:.0f} s or a little more" if first.after > 1 else "after a pause"
        return f"sends again {when}; at last {_got(last)}"
    if first is Decision.RENEW:
        last = _decided(operation, {**facts, "renewed": True})
        assert isinstance(last, Decision)
        return f"new token, sends once more; then {_got(last)}"
    return _got(first)


def _decided(operation: str, facts: dict[str, object]) -> Decision | Retry:
    given: Any = {"random": 0.0, **facts}
    return decide(RetryContext(OPERATIONS[operation], **given))


def _got(decision: Decision) -> str:
    if decision is Decision.READ:
        return "the value"
    return f"`{decision.value.removeprefix('raise ')}`"


def table() -> list[str]:
    """The rows of the table."""
    head = ["situation", *COLUMNS]
    rows = [
        [name, *(cell(operation, facts) for operation in COLUMNS.values())]
        for name, facts in CONTEXTS.items()
    ]
    return [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]


def test_the_page_shows_what_is_decided() -> None:
    """Each row of the table is what the decision returns, and no row is missing or invented."""
    shown = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert shown == table()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_is_in_a_column(operation: str) -> None:
    """Every operation behaves as its column states."""
    one = OPERATIONS[operation]
    repeatable = one.effect != "order" and one.replayable
    column = "orders.create" if one.effect == "order" else "customers.create"
    if repeatable:
        column = "customers.update" if one.effect == "write" else "orders.get"
    for facts in CONTEXTS.values():
        if one.security == "bearer":
            assert cell(operation, facts) == cell(column, facts)
