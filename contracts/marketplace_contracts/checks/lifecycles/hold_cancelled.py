"""Cancellation of a subscription on hold."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.lifecycles.ends import ENDED
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import Skipped, Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def hold_cancelled(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A subscription on hold can be cancelled and then ends (facts E6, E11)."""
    rows = api.page("subscriptions.list", {"status": "hold", "limit": 1}).rows
    if not rows:
        raise Skipped("the service shows no subscription on hold")
    subscription = str(rows[0]["id"])
    body = {
        "type": "cancellation",
        "customerId": rows[0]["customerId"],
        "subscriptionId": subscription,
    }
    found = api.call(operation, body=body)
    pointer = api.contract.pointer_to("SubscriptionStatus")
    if not found.ok:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        yield Violation("a subscription on hold can be cancelled", observed, pointer)
        return
    settle(api, dict(found.json))
    now = api.json("subscriptions.get", {"id": subscription}).get("status")
    if now not in ENDED:
        yield Violation("a cancelled subscription is terminated or removed", str(now), pointer)
