"""An exceeded rate limit."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import some_body
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped, Violation
from marketplace_contracts.traffic.interaction import Interaction


def _may_be_refused(operation: Operation, _: Contract) -> bool:
    return 429 in operation.responses


@sequence_check("errors", concerns=_may_be_refused, clock=True)
def rate_told(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Beyond the rate limit every operation returns 429 with the time to wait (facts B2, B4)."""
    found = _refused(api, operation)
    pointer = f"{operation.pointer}/responses/429"
    if found.status != 429:
        yield Violation(
            "beyond the rate limit, a call returns 429", f"status {found.status}", pointer
        )
    elif not found.headers.get("retry-after"):
        yield Violation("429 says how long to wait", "no header Retry-After", pointer)


def _refused(api: ApiClient, operation: Operation) -> Interaction:
    """Send a valid request when the rate limit is used up."""
    limit = api.target.limit
    if limit is None:
        raise Skipped("the rate of the service cannot be set")
    ids, body = api.ids(operation), some_body(api, operation)
    api.token()
    limit(0)
    try:
        return api.call(operation, ids, body=body, patient=False)
    finally:
        limit(None)
