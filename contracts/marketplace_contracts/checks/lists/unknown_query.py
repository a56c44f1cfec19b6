"""Query parameters that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe

POINTER = "#/info/description"


def _is_list(operation: Operation, contract: Contract) -> bool:
    return contract.rows_pointer(operation) is not None


@sequence_check("filter", concerns=_is_list)
def unknown_query(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """Unknown query parameters are ignored without an error (facts D9)."""
    plain = probe.rows(operation)
    found = probe.call(operation, probe.ids(operation), {"noSuchParameter": "1"})
    if found.status != 200:
        yield Violation("unknown query parameters are ignored", f"status {found.status}", POINTER)
    elif probe.contract.described(found).get("data") != plain:
        yield Violation("unknown query parameters are ignored", "other rows came", POINTER)
