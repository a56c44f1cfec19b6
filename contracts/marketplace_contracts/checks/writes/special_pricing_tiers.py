"""Prices of a subscription in tiers of seats."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.money import amount_of, tier_amount
from marketplace_contracts.checks.writes.change_fields import changes_objects
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.other_values import contains
from marketplace_contracts.service.request_factory import IDENTIFYING, seated_subscription
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _sets_prices(operation: Operation, contract: Contract) -> bool:
    if operation.body_pointer is None or not changes_objects(operation, contract):
        return False
    return "products" in contract.schemas.shape(operation.body_pointer).properties


@sequence_check("write", concerns=_sets_prices, effects=READ_WRITE)
def special_pricing_tiers(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A tiered price is kept, and the tier of the present seats is charged (facts E11)."""
    subscription = seated_subscription(api)
    ids = {operation.path_parameters[0].name: str(subscription["id"])}
    product = subscription["products"][0]
    seats = product["quantity"]
    named = {name: product[name] for name in IDENTIFYING[:1] if name in product}
    for lower in (seats, seats + 1):
        tiers = [{"lowerLimit": f"{lower}.0", "amount": "3.75"}]
        price = {"currency": product["unitPrice"]["currency"], "amount": "4.5", "priceTiers": tiers}
        body = {"products": [{**named, "unitPrice": price}]}
        now = api.json(operation, ids, body=body)["products"][0]
        if not contains(now.get("unitPrice"), price):
            observed = api.contract.show(now.get("unitPrice"))
            pointer = api.contract.pointer_to("SubscriptionProductUpdate", "unitPrice")
            yield Violation("a price with tiers is read back as it was sent", observed, pointer)
        wanted = seats * tier_amount(price, seats)
        if amount_of(now.get("extendedPrice")) != wanted:
            observed = f"{api.contract.show(now.get('extendedPrice'))} for {seats}, not {wanted}"
            pointer = api.contract.pointer_to("SubscriptionProduct", "extendedPrice")
            yield Violation("the tier that the seats reach is charged", observed, pointer)
    currency = product["unitPrice"]["currency"]
    costs = {
        name: {"currency": currency, "amount": amount}
        for name, amount in (("unitCost", "2.25"), ("unitProviderCost", "1.125"))
    }
    api.json(operation, ids, body={"products": [{**named, **costs}]})
    now = api.json("subscriptions.get", {"id": str(subscription["id"])})["products"][0]
    for name, cost in costs.items():
        if not contains(now.get(name), cost):
            pointer = api.contract.pointer_to("SubscriptionProductUpdate", name)
            observed = api.contract.show({"sent": cost, "came": now.get(name)})
            yield Violation(f"{name} is read back as it was sent", observed, pointer)
