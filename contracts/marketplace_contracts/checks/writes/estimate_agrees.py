"""An estimate and the order that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import place_order
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.other_values import same
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

LATER = {"subscriptionId"}
"""Properties that an order may get once it is placed."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING)
def estimate_agrees(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An estimate places no order, and the order then costs what was estimated."""
    body = sale(api)
    estimates = api.operation("orders.estimate")
    before = api.newest("orders.list").total
    estimate = api.json(estimates, body=body)
    total = api.page("orders.list", {"limit": 1}).total
    pointer = f"{estimates.pointer}/description"
    if total != before:
        yield Violation("an estimate places no order", f"{total} orders, {before} before", pointer)
    order = place_order(api, body)
    # An estimate need not repeat what was sent (facts E9), but what it repeats must be the same.
    unsaid = body.keys() - estimate.keys() - {"products"}
    for name in sorted(_in_both(api, estimates, operation) - LATER - unsaid):
        if not _agree(estimate.get(name), order.get(name)):
            show = api.contract.show
            observed = f"{show(estimate.get(name))}, then {show(order.get(name))}"
            yield Violation(f"{name} of the order is that of the estimate", observed, pointer)


def _in_both(api: ApiClient, *operations: Operation) -> set[str]:
    """Return the properties that the responses of all operations are described with."""
    shapes = (api.contract.schemas.shape(one.success_pointer or "#") for one in operations)
    return set.intersection(*(set(shape.properties) for shape in shapes))


def _agree(estimated: Any, placed: Any) -> bool:
    """Tell whether both have the same properties with the same amounts, products and quantities."""
    if isinstance(estimated, dict) and isinstance(placed, dict):
        names = (estimated.keys() | placed.keys()) - LATER
        return all(_agree(estimated.get(name), placed.get(name)) for name in names)
    if isinstance(estimated, list) and isinstance(placed, list):
        return len(estimated) == len(placed) and all(map(_agree, estimated, placed))
    return same(placed, estimated)
