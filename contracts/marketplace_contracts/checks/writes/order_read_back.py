"""An order as accepted and as read."""

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
"""Properties that change while an order is processed."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING)
def order_read_back(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An order reads back exactly as it was returned when placed."""
    order = place_order(api, sale(api))
    later = read(api, order)
    rule = f"{operation.pointer}/responses/200/links/placed"
    show = api.contract.show
    for name in order.keys() - MOVING:
        if name not in later:
            observed = f"{name} is in the response to the creation and not in {show(order['id'])}"
            yield Violation("an order keeps every property of its creation", observed, rule)
        elif later[name] != order[name]:
            observed = f"{show({name: order[name]})}, then {show({name: later[name]})}"
            yield Violation("an order reads back as it was returned", observed, rule)
