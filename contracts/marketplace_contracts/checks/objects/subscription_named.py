"""The subscription that an order refers to."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import order_line, seated_subscription
from marketplace_contracts.traffic.finding import Violation


@sequence_check("ids", concerns=estimates_orders)
def subscription_named(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A change refers to one subscription of its customer, at the top or on lines (facts E7)."""
    subscription = seated_subscription(api)
    own = str(subscription["id"])
    line = order_line(api, subscription["products"][0], _more(subscription))
    body = {"type": "change", "customerId": subscription["customerId"], "products": [line]}
    below = {**body, "products": [{**line, "subscriptionId": own}]}
    top = api.json(operation, body={**body, "subscriptionId": own})
    pointer = api.contract.pointer_to("OrderTerms", "subscriptionId")
    found = api.call(operation, body=below)
    if not found.ok or api.contract.described(found) != top:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        yield Violation("a line may name the subscription", observed, pointer)
    for words, wrong in _wrong(api, body, below, own):
        found = api.call(operation, body=wrong)
        if found.status < 400:
            observed = f"status {found.status}"
            yield Violation(f"a change is refused that names {words}", observed, pointer)


def _more(subscription: Row) -> int:
    return int(subscription["products"][0]["quantity"]) + 1


def _wrong(api: ApiClient, body: Row, below: Row, own: str) -> Iterator[tuple[str, Row]]:
    yield "no subscription", body
    rows = [row for row in api.newest("subscriptions.list").rows if row.get("status") == "active"]
    others = [row for row in rows if row.get("customerId") != body["customerId"]]
    if others:
        other = str(others[0]["id"])
        yield "two subscriptions", {**below, "subscriptionId": other}
        foreign = {**body, "customerId": others[0]["customerId"], "subscriptionId": own}
        yield "a subscription of another customer", foreign
    ended = [
        row
        for row in api.newest("subscriptions.list").rows
        if row.get("status") in {"removed", "terminated"}
    ]
    if ended:
        gone = {**body, "customerId": ended[0]["customerId"], "subscriptionId": str(ended[0]["id"])}
        yield "a subscription that has ended", gone
