"""Unknown identifiers."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import takes_id
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import NOTHING, some_body
from marketplace_contracts.traffic.finding import Violation

FORMATS = {"uuid": "00000000-0000-4000-8000-000000000000"}


@sequence_check("ids", concerns=takes_id)
def unknown_ids(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An unknown identifier returns 404, or 400 with a message that says so (facts C8)."""
    ids = {
        parameter.name: FORMATS.get(parameter.schema.get("format", ""), NOTHING)
        for parameter in operation.path_parameters
    }
    found = api.call(operation, ids, body=some_body(api, operation))
    message = str(found.json.get("message", "")) if isinstance(found.json, dict) else ""
    if found.status != 404 and not (found.status == 400 and "No entity" in message):
        yield Violation(
            'an unknown identifier returns 404, or 400 with "No entity has been found"',
            f"status {found.status}, {api.contract.show(found.json)}",
            f"{operation.pointer}/responses/404",
        )
