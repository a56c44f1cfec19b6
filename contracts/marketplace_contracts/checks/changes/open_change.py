"""Two changes at once."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought, change, read, seats, settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import order_line
from marketplace_contracts.traffic.finding import Violation

POINTER = "#/components/responses/ServerError"


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def open_change(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A second change while one is open is refused with 500 and names the first (facts C7)."""
    _sale, subscription = bought(api)
    total = (seats(subscription) or 1) + 2
    first = change(api, subscription, total)
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [order_line(api, subscription["products"][0], total + 1)],
    }
    for _ in range(2):  # as submitted, and while it is provisioned
        yield from _refused(api, operation, body, first)
        api.advance(6)
    done = settle(api, first)[-1]
    found = api.call(operation, body=body)
    if done.get("status") == "completed" and not found.ok:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        yield Violation("a completed change blocks no other change", observed, POINTER)


def _refused(api: ApiClient, operation: Operation, body: Row, first: Row) -> Iterator[Violation]:
    found = api.call(operation, body=body)
    stated = str(found.json.get("message", "")) if isinstance(found.json, dict) else ""
    observed = f"status {found.status}, {api.contract.show(found.json)}"
    number = str(first.get("orderNumber"))
    if found.status != 500 or number not in stated or body["subscriptionId"] not in stated:
        promise = "a second change on a subscription is refused with 500, which names the open one"
        yield Violation(promise, observed, POINTER)
    code = read(api, first).get("statusCode")
    if code and found.status == 500 and f"({code})" not in stated:
        promise = "the refusal of a second change tells the code that the open order has"
        yield Violation(promise, f"{observed}; the order has {code}", POINTER)
