"""Special prices of changes."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of, tier_amount
from marketplace_contracts.checks.support.ordering import bought, place_order, seats, settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import contains
from marketplace_contracts.service.request_factory import order_line
from marketplace_contracts.traffic.finding import Violation

MORE = 4


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def price_changed(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A special price of a change is charged, and is the price of the subscription (facts E7)."""
    _order, subscription = bought(api)
    (product,) = subscription["products"]
    total = (seats(subscription) or 0) + MORE
    price = {"currency": product["unitPrice"]["currency"], "amount": "7.25"}
    line = {**order_line(api, product, total), "specialPrice": price}
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [line],
    }
    order = place_order(api, body)
    pointer = api.contract.pointer_to("OrderLineRequest", "specialPrice")
    yield from _charges(order, price, pointer)
    settle(api, order)
    now = api.json("subscriptions.get", {"id": str(subscription["id"])})["products"][0]
    wanted = total * tier_amount(price, total)
    stated = {name: now.get(name) for name in ("unitPrice", "extendedPrice")}
    if not contains(now.get("unitPrice"), price) or amount_of(now.get("extendedPrice")) != wanted:
        observed = f"{api.contract.show(stated)}, not {wanted}"
        yield Violation("the subscription has the special price of a change", observed, pointer)
    foreign = {**line, "quantity": total + 1, "specialPrice": {**price, "currency": "XTS"}}
    found = api.call(operation, body={**body, "products": [foreign]})
    charged = found.json.get("total") if found.ok and isinstance(found.json, dict) else None
    if isinstance(charged, dict) and charged.get("currency") != "XTS":
        observed = f"{api.contract.show(charged)} for a price in XTS"
        yield Violation("a price is charged in its own currency, or refused", observed, pointer)


def _charges(order: Row, price: Row, pointer: str) -> Iterator[Violation]:
    units = [amount_of(one.get("unitPrice")) for one in order.get("details") or []]
    amount = amount_of(order.get("total"))
    wanted = MORE * tier_amount(price, MORE)
    if units != [amount_of(price)] or amount is None or abs(amount) != wanted:
        observed = f"total {amount}, unit prices {units}, not {wanted}"
        yield Violation("a change is charged at its special price", observed, pointer)
