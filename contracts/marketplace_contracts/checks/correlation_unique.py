"""Identifiers of calls, told apart."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem
from marketplace_contracts.probe import Probe
from marketplace_contracts.spec import Operation

HEADER = "X-Correlation-ID"


def _reads(operation: Operation, _: Contract) -> bool:
    return operation.method == "GET" and 200 in operation.answers


@sequence_check("headers", concerns=_reads)
def correlation_unique(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A correlation id identifies one request: the next call has another (facts C12)."""
    ids = probe.ids(operation)
    first, second = (probe.call(operation, ids).headers.get(HEADER) for _ in range(2))
    if first and first == second:
        came = f"{probe.contract.show(first)} twice"
        place = "#/components/headers/CorrelationId"
        yield Problem("each answer has a correlation id of its own", came, place)
