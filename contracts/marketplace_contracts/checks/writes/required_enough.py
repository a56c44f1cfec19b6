"""Requests with nothing that is not required."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.invalid_requests import least
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import body_for, ids_for


def _posts(operation: Operation, _: Contract) -> bool:
    return operation.method == "POST"


@sequence_check("fuzz", concerns=_posts)
def required_is_enough(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """A body with nothing but what is required is accepted."""
    found = probe.call(operation, ids_for(probe, operation), body=_least(probe, operation))
    if found.status != 200:
        observed = f"status {found.status}, {probe.contract.show(found.json)}"
        assert operation.body_pointer is not None
        pointer = probe.contract.spec.follow(operation.body_pointer)[1]
        yield Violation("what is not required can be left out", observed, f"{pointer}/required")


def _least(probe: Probe, operation: Operation) -> Row:
    """What is required; a sale needs its products too (facts E7)."""
    assert operation.body_pointer is not None
    schemas, body = probe.contract.schemas, body_for(probe, operation)
    found: Row = least(schemas, operation.body_pointer, body)
    if operation.tag == "orders":
        pointer = schemas.shape(operation.body_pointer).properties["products"]
        lines = zip(least(schemas, pointer, body["products"]), body["products"], strict=True)
        found["products"] = [{**line, "quantity": full["quantity"]} for line, full in lines]
    return found
