"""The same call twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import can_be_repeated
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import some_body
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.redaction import SIGNED_PROPERTIES, unsigned

FRESH = {"draftRequestId", "token"}
"""Properties that differ from call to call."""


@sequence_check("repeat", concerns=can_be_repeated, repeats=True)
def repeatable(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A replayable call returns the same response again."""
    ids, body = api.ids(operation), some_body(api, operation)
    first, second = (api.call(operation, ids, body=body) for _ in range(2))
    pointer = f"{operation.pointer}/x-replayable"
    if first.status != second.status:
        observed = f"status {first.status}, then {second.status}"
        yield Violation("the same call returns the same response", observed, pointer)
        return
    once, again = (_settled(api.contract.described(found)) for found in (first, second))
    if first.ok and once != again:
        show = api.contract.show
        observed = f"{show(first.json)}, then {show(second.json)}"
        yield Violation("the same call returns the same response", observed, pointer)


def _settled(value: Any) -> Any:
    """Return a value without the properties that differ from call to call."""
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: unsigned(str(item)) if name in SIGNED_PROPERTIES else _settled(item)
        for name, item in value.items()
        if name not in FRESH
    }
