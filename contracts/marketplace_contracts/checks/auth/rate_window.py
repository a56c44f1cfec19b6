"""The minute of a rate."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped, Violation
from marketplace_contracts.traffic.interaction import Interaction

CALLS = 3
MINUTE = 60


def _lists_orders(operation: Operation, _: Contract) -> bool:
    return operation.id == "orders.list"


@sequence_check("errors", concerns=_lists_orders, clock=True)
def rate_window(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A rate is a number of calls in a window, and Retry-After ends with it (facts B2, B3)."""
    limit = api.target.limit
    if limit is None:
        raise Skipped("the rate of the service cannot be set")
    api.token()
    limit(CALLS)
    try:
        yield from _spent(api, operation)
    finally:
        limit(None)


def _spent(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    pointer = f"{operation.pointer}/responses/429"
    found = [_call(api, operation) for _ in range(CALLS + 1)]
    statuses = [one.status for one in found]
    if statuses != [200] * CALLS + [429]:
        observed = f"{statuses} with {CALLS} calls a minute"
        yield Violation("as many calls pass as the rate allows", observed, pointer)
        return
    stated = found[-1].headers.get("retry-after", "")
    pause = int(stated) if stated.isascii() and stated.isdigit() else 0
    if not 0 < pause <= MINUTE:
        yield Violation("Retry-After ends with the minute", f"{stated or 'none'} s", pointer)
        return
    api.advance(pause - 1)
    early = _call(api, operation).status
    api.advance(1)
    late = [_call(api, operation).status for _ in range(CALLS + 1)]
    if early != 429 or late != [200] * CALLS + [429]:
        observed = f"{early} a second before, {late} after {pause} s"
        yield Violation(
            "the whole rate is available after Retry-After, and not before", observed, pointer
        )


def _call(api: ApiClient, operation: Operation) -> Interaction:
    return api.call(operation, query={"limit": 1}, patient=False)
