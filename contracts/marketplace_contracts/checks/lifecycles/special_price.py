"""Special prices on order lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of, tier_amount
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import contains
from marketplace_contracts.service.request_factory import orderable_product, sale
from marketplace_contracts.traffic.finding import Violation

LIMIT, MORE = 5, 6


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def special_price(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A special price is charged by tier and becomes the price of the subscription (facts E7)."""
    currency = orderable_product(api)["prices"][0]["currency"]
    tiers = [{"lowerLimit": f"{LIMIT}.0", "amount": "5.5"}]
    price = {"currency": currency, "amount": "7.25", "priceTiers": tiers}
    for quantity in (LIMIT - 1, LIMIT, MORE):
        yield from _charged(api, _sale(api, price, quantity), price, quantity)
    _order, subscription = bought(api, _sale(api, price, MORE))
    (product,) = subscription["products"]
    pointer = api.contract.pointer_to("OrderLineRequest", "specialPrice")
    if not contains(product.get("unitPrice"), price):
        observed = api.contract.show(product.get("unitPrice"))
        yield Violation("a special price is the price of the subscription", observed, pointer)
    wanted = MORE * tier_amount(price, MORE)
    if amount_of(product.get("extendedPrice")) != wanted:
        observed = f"{api.contract.show(product.get('extendedPrice'))}, not {wanted}"
        yield Violation("a special price is charged for the subscription", observed, pointer)


def _sale(api: ApiClient, price: Row, quantity: int) -> Row:
    body = sale(api, quantity)
    return {**body, "products": [{**line, "specialPrice": price} for line in body["products"]]}


def _charged(api: ApiClient, body: Row, price: Row, quantity: int) -> Iterator[Violation]:
    estimate = api.json("orders.estimate", body=body)
    unit = tier_amount(price, quantity)
    details = [one for one in estimate.get("details") or [] if one.get("type") == "recurring"]
    found = {
        "total": amount_of(estimate.get("total")),
        "extendedPrice": amount_of(estimate["products"][0].get("extendedPrice")),
        "details": sum((amount_of(one.get("extendedPrice")) or Decimal(0)) for one in details),
    }
    wrong = {name: f"{value}" for name, value in found.items() if value != unit * quantity}
    if wrong:
        pointer = api.contract.pointer_to("OrderLineRequest", "specialPrice")
        observed = f"{api.contract.show(wrong)} for {quantity} at {unit}"
        yield Violation("a special price is charged in its tier", observed, pointer)
