"""Methods that nobody described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

UNSAID = {"", "HEAD", "OPTIONS"}


def _reads(operation: Operation, _: Contract) -> bool:
    return operation.method == "GET" and not operation.path_parameters


@sequence_check("status", concerns=_reads, effects=EVERYTHING)
def method_refused(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A method that a path does not have is refused with 405, which names those that it has."""
    operations = api.contract.spec.operations.values()
    allowed = {one.method for one in operations if one.path == operation.path}
    found = api.call(replace(operation, method="PUT"))
    stated = {name.strip() for name in found.headers.get("allow", "").split(",")} - UNSAID
    if found.status != 405 or (stated and stated != allowed):
        observed = f"status {found.status}, Allow {sorted(stated)}, not {sorted(allowed)}"
        pointer = operation.pointer.rpartition("/")[0]
        yield Violation("a method that a path does not have is refused", observed, pointer)
