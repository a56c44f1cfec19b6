"""Withdrawn orders."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.lifecycles.ends import ENDED
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    place_order,
    read,
    settle,
    status_pointer,
)
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def withdrawn(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """An open order can be withdrawn with the code CL; it is cancelled and stays cancelled."""
    body = sale(api)
    mine = {"customerId": body["customerId"], "status": "active", "limit": 500}
    api.advance(120)  # so that no earlier order ends meanwhile
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
    yield from _in_processing(api, body)
    yield from _too_late(api, body)


def _in_processing(api: ApiClient, body: Row) -> Iterator[Violation]:
    """Check that a sale with a pending subscription can be withdrawn too."""
    order = place_order(api, body)
    api.advance(10)
    now = read(api, order)
    if now.get("status") != "processing":
        return
    after = api.json("orders.update", {"id": str(order["id"])}, body={"statusCode": "CL"})
    if after.get("status") != "cancelled":
        observed = str(after.get("status"))
        yield Violation("an order put in CL is cancelled", observed, status_pointer(api))
    api.advance(60)
    for subscription in filter(None, [now.get("subscriptionId")]):
        left = api.json("subscriptions.get", {"id": str(subscription)})
        if left.get("status") not in ENDED or left.get("renewalStatus"):
            shown = {name: left.get(name) for name in ("status", "renewalStatus")}
            observed = api.contract.show(shown)
            promise = "the subscription of a withdrawn sale ends"
            yield Violation(promise, observed, api.contract.pointer_to("SubscriptionStatus"))


def _too_late(api: ApiClient, body: Row) -> Iterator[Violation]:
    """Check that a completed order cannot be withdrawn, and that only the code CL can be set."""
    order = place_order(api, body)
    for code, when in (("CP", "submitted"), ("CL", "completed")):
        api.call("orders.update", {"id": str(order["id"])}, body={"statusCode": code})
        now = read(api, order)
        if now.get("status") != when:
            observed = f"{now.get('status')} after {code} of an order that was {when}"
            promise = "only an open order can be withdrawn, and by CL alone"
            yield Violation(promise, observed, status_pointer(api), operation="orders.update")
        order = settle(api, order)[-1]
