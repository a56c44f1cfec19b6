"""Customers that cannot buy."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import EFFECTS, places_orders
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe
from marketplace_contracts.service.request_factory import body_for, sale


@sequence_check("life", concerns=places_orders, effects=EFFECTS)
def credit_hold(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """A customer in credit hold cannot buy (facts E2)."""
    creator = probe.operation("customers.create")
    customer = probe.good(creator, body=body_for(probe, creator))
    ids = {"id": str(customer["id"])}
    probe.good("customers.update", ids, body={"status": "creditHold"})
    found = probe.call(operation, body={**sale(probe), "customerId": ids["id"]})
    if found.status == 200:
        pointer = probe.contract.pointer_to("SettableAccountStatus")
        yield Violation("a customer in creditHold cannot buy", "status 200", pointer)
