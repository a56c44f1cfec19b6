"""An order as it was accepted, and as it is read."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import place_order, read
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

MOVING = {"status", "statusCode", "provisioningDate"}
"""What changes while an order is worked on."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING)
def order_read_back(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """What the answer to an order says is still said, the same, when the order is read."""
    order = place_order(api, sale(api))
    later = read(api, order)
    rule = f"{operation.pointer}/responses/200/links/placed"
    show = api.contract.show
    for name in order.keys() - MOVING:
        if name not in later:
            observed = f"{name} is in the answer and not in the order {show(order['id'])}"
            yield Violation("an order that is read has what its answer had", observed, rule)
        elif later[name] != order[name]:
            observed = f"{show({name: order[name]})}, then {show({name: later[name]})}"
            yield Violation("an order reads as it was answered", observed, rule)
