"""Two changes at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought, change, seats
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import order_line
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def open_change(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A second change is refused with 500, which names the open one (facts C7)."""
    _sale, subscription = bought(api)
    total = (seats(subscription) or 1) + 2
    first = change(api, subscription, total)
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [order_line(api, subscription["products"][0], total + 1)],
    }
    found = api.call(operation, body=body)
    message = str(found.json.get("message", "")) if isinstance(found.json, dict) else ""
    if found.status != 500 or str(first.get("orderNumber")) not in message:
        yield Violation(
            "a second change on a subscription is refused with 500, which names the open order",
            f"status {found.status}, {api.contract.show(found.json)}",
            "#/components/responses/ServerError",
        )
