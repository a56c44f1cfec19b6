"""Correlation ids of several calls."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import can_be_repeated
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import GOOD, Auth
from marketplace_contracts.service.request_factory import some_body
from marketplace_contracts.traffic.finding import Violation

HEADER = "X-Correlation-ID"
WRONG, NONE = Auth(proof="wrong"), Auth(proof="none")


@sequence_check("headers", concerns=can_be_repeated, repeats=True)
def correlation_unique(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A correlation id identifies one request: the next call has another one (facts C12)."""
    ids, body = api.ids(operation), some_body(api, operation)
    # Two wrong passwords might lock an account; `auth_enforced` sends the only one of a run.
    refused = NONE if operation.effect == "token" else WRONG
    calls = (
        api.call(operation, ids, body=body, auth=auth) for auth in (GOOD, GOOD, *[refused] * 2)
    )
    stated = [found.headers[HEADER] for found in calls if HEADER in found.headers]
    if len(set(stated)) < len(stated):
        observed = f"{api.contract.show(stated)} of {len(stated)} calls"
        pointer = "#/components/headers/CorrelationId"
        yield Violation("each response has its own correlation id", observed, pointer)
