"""The day of the last change."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    bought,
    change,
    place_order,
    read,
    seats,
    settle,
)
from marketplace_contracts.checks.support.periods import day_of
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

DAY = 86_400.0
PROVISIONING = 10.0
"""Seconds after which an order may be in provisioning; it need not be."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def last_modified(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """`lastModifiedDate` is the day of the latest change, whatever made it (facts E11)."""
    sold, subscription = bought(api, sale(api, term="year"))
    ids = {"id": str(subscription["id"])}
    yield from _modified(api, ids, sold, "a sale")
    api.advance(DAY)
    order = settle(api, change(api, subscription, (seats(subscription) or 0) + 1))[-1]
    yield from _modified(api, ids, order, "a change")
    api.advance(DAY)
    api.json("subscriptions.update", ids, body={"renewalStatus": False})
    body = {"type": "cancellation", "customerId": subscription["customerId"]}
    today = dict(api.json(operation, body={**body, "subscriptionId": ids["id"]}))
    yield from _modified(api, ids, today, "an update")
    settle(api, today)
    api.advance(DAY)
    yield from _modified(api, ids, today, "a cancellation")
    yield from _withdrawn(api)


def _withdrawn(api: ApiClient) -> Iterator[Violation]:
    """Check the subscription of a sale that was withdrawn while it was provisioned."""
    order = place_order(api, sale(api))
    api.advance(PROVISIONING)
    pending = read(api, order)
    if pending.get("status") == "processing" and pending.get("subscriptionId"):
        api.json("orders.update", {"id": str(order["id"])}, body={"statusCode": "CL"})
        yield from _modified(api, {"id": str(pending["subscriptionId"])}, order, "a withdrawal")


def _modified(api: ApiClient, ids: Row, order: Row, what: str) -> Iterator[Violation]:
    stated = api.json("subscriptions.get", ids).get("lastModifiedDate")
    if day_of(stated) != day_of(order.get("creationDate")):
        observed = f"{stated} after {what} on {order.get('creationDate')}"
        pointer = api.contract.pointer_to("SubscriptionSummary", "lastModifiedDate")
        yield Violation("lastModifiedDate is the day of the latest change", observed, pointer)
