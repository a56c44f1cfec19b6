"""Customers that cannot buy."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import body_for, sale
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING)
def credit_hold(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A customer in credit hold cannot buy (facts E2)."""
    creator = api.operation("customers.create")
    customer = api.json(creator, body=body_for(api, creator))
    ids = {"id": str(customer["id"])}
    api.json("customers.update", ids, body={"status": "creditHold"})
    found = api.call(operation, body={**sale(api), "customerId": ids["id"]})
    if found.status == 200:
        pointer = api.contract.pointer_to("SettableAccountStatus")
        yield Violation("a customer in creditHold cannot buy", "status 200", pointer)
