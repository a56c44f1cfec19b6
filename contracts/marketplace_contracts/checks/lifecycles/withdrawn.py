"""Withdrawn orders."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    place_order,
    read,
    settle,
    status_pointer,
)
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def withdrawn(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """An open order can be withdrawn with the code CL; it is cancelled and stays cancelled."""
    body = sale(api)
    mine = {"customerId": body["customerId"], "status": "active", "limit": 500}
    before = api.page("subscriptions.list", mine).rows
    order = place_order(api, body)
    after = api.json("orders.update", {"id": str(order["id"])}, body={"statusCode": "CL"})
    last = settle(api, after)[-1]
    if last.get("status") != "cancelled" or last.get("statusCode") != "CL":
        observed = api.contract.show({name: last.get(name) for name in ("status", "statusCode")})
        yield Violation(
            "an order put in CL is cancelled",
            observed,
            status_pointer(api),
            operation="orders.update",
        )
    api.advance(120)
    after = read(api, order)
    if after.get("status") != last.get("status"):
        yield Violation("a terminal status stays", str(after.get("status")), status_pointer(api))
    if api.page("subscriptions.list", mine).rows != before:
        observed = f"other active subscriptions of customer {body['customerId']}"
        yield Violation("a withdrawn sale gives no subscription", observed, status_pointer(api))
