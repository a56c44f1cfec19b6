"""Unknown query parameters."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import is_list
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import Violation

POINTER = "#/info/description"


@sequence_check("filter", concerns=is_list)
def unknown_query(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Unknown query parameters are ignored without an error (facts D9)."""
    plain = api.page(operation).rows
    found = api.call(operation, api.ids(operation), {"noSuchParameter": "1"})
    if found.status != 200:
        yield Violation("unknown query parameters are ignored", f"status {found.status}", POINTER)
    elif api.contract.described(found).get("data") != plain:
        yield Violation("unknown query parameters are ignored", "other rows are returned", POINTER)
