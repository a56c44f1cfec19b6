"""Invalid query parameters."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import takes_query
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.invalid_requests import (
    invalid_queries,
)
from marketplace_contracts.traffic.finding import Violation

REFUSED = range(400, 500)


@sequence_check("fuzz", concerns=takes_query)
def invalid_queries_refused(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A query parameter that does not match its schema is refused (facts C9)."""
    ids = api.ids(operation)
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        for text in invalid_queries(api.contract.schemas, parameter):
            found = api.call(operation, ids, {parameter.name: text})
            if found.status not in REFUSED:
                observed = f"status {found.status} for {text!r}"
                promise = f"an invalid {parameter.name} is refused"
                yield Violation(promise, observed, parameter.pointer)
