"""Bodies that refer to objects that do not exist."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import IDENTIFYING, NOTHING, body_for, ids_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

NAMES = ("customerId", "subscriptionId", "mpn")
"""Properties of bodies that refer to objects (facts E4, E7)."""
POINTER = "#/components/responses/BadRequest/description"


def _takes_a_body(operation: Operation, _: Contract) -> bool:
    return operation.body_pointer is not None and operation.effect != "token"


@sequence_check("ids", concerns=_takes_a_body)
def references_resolved(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A body that refers to an unknown customer, product or subscription is refused."""
    body = body_for(api, operation)
    for name, lost in _lost(api.contract, operation, body):
        found = api.call(operation, ids_for(api, operation), body=lost)
        if found.ok:
            observed = f"status {found.status} for {name} {NOTHING}"
            yield Violation("an object that a body refers to must exist", observed, POINTER)


def _lost(contract: Contract, operation: Operation, body: Any) -> Iterator[tuple[str, Any]]:
    """Yield bodies with one unknown reference each; a product is then named by it alone."""
    assert operation.body_pointer is not None
    for name in NAMES:
        changed = copy.deepcopy(body)
        for visit in contract.schemas.visit(operation.body_pointer, changed):
            if name in visit.value:
                visit.value[name] = NOTHING
                others = set(IDENTIFYING) - {"mpn"} if name == "mpn" else set()
                for other in others & visit.value.keys():
                    del visit.value[other]
        if changed != body:
            yield name, changed
