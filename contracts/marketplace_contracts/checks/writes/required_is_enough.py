"""Requests with only required properties."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.invalid_requests import least
from marketplace_contracts.service.request_factory import body_for, ids_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _posts(operation: Operation, _: Contract) -> bool:
    return operation.method == "POST"


@sequence_check("fuzz", concerns=_posts)
def required_is_enough(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A body with only the required properties is accepted."""
    found = api.call(operation, ids_for(api, operation), body=_least(api, operation))
    if found.status != 200:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        assert operation.body_pointer is not None
        pointer = api.contract.spec.follow(operation.body_pointer)[1]
        yield Violation("what is not required can be left out", observed, f"{pointer}/required")


def _least(api: ApiClient, operation: Operation) -> Row:
    """Return the required properties; a sale needs its products too (facts E7)."""
    assert operation.body_pointer is not None
    schemas, body = api.contract.schemas, body_for(api, operation)
    found: Row = least(schemas, operation.body_pointer, body)
    if operation.tag == "orders":
        pointer = schemas.shape(operation.body_pointer).properties["products"]
        lines = zip(least(schemas, pointer, body["products"]), body["products"], strict=True)
        found["products"] = [{**line, "quantity": full["quantity"]} for line, full in lines]
    return found
