"""Lists below objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.json_values import at
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

OBJECTS = 6


def _is_below(operation: Operation, contract: Contract) -> bool:
    return bool(operation.path_parameters) and contract.rows_pointer(operation) is not None


@sequence_check("detail", concerns=_is_below)
def lists_apart(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A list below an object has only what belongs to it: no row is below two objects."""
    limit = operation.largest_page
    owners: dict[str, str] = {}
    for ids in islice(api.objects(operation), OBJECTS):
        owner = " ".join(ids.values())
        for row in at(api.json(operation, ids, limit), "data") or []:
            other = owners.setdefault(str(row.get("id")), owner)
            if other != owner:
                observed = f"{api.contract.show(row)} below {other} and below {owner}"
                pointer = operation.path_parameters[0].pointer
                yield Violation("a row is in the list of one object", observed, pointer)
                return
