"""Prices before and after."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.ordering import EFFECTS, place_order, places_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import same
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EFFECTS)
def estimate_agrees(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """An estimate commits nothing, and the order then costs what it said."""
    body = sale(api)
    pointer = f"{api.operation('orders.estimate').pointer}/description"
    before = api.newest("orders.list").total
    estimate = api.json("orders.estimate", body=body)
    total = api.page("orders.list", {"limit": 1}).total
    if total != before:
        yield Violation("an estimate commits nothing", f"{total} orders, {before} before", pointer)
    order = place_order(api, body)
    for name in ("total", "products", *(body.keys() & estimate.keys() - {"products"})):
        if not _agree(estimate.get(name), order.get(name)):
            show = api.contract.show
            observed = f"{show(estimate.get(name))}, then {show(order.get(name))}"
            yield Violation(f"{name} of the order is that of the estimate", observed, pointer)


def _agree(estimated: object, placed: object) -> bool:
    """Whether both say the same money, products and quantities, where both say something."""
    if isinstance(estimated, dict) and isinstance(placed, dict):
        return all(_agree(estimated[name], placed[name]) for name in _told(estimated, placed))
    if isinstance(estimated, list) and isinstance(placed, list):
        return len(estimated) == len(placed) and all(map(_agree, estimated, placed))
    return same(placed, estimated)


def _told(estimated: Row, placed: Row) -> set[str]:
    return set(estimated) & set(placed)
