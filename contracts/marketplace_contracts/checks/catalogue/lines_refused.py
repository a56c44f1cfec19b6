"""Invalid order lines."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import (
    active_customer,
    order_line,
    orderable_product,
    orderable_products,
)
from marketplace_contracts.traffic.finding import Violation


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def lines_refused(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A line names one product and whole units, as number or as text (facts E4, E7, F17)."""
    product = orderable_product(api)
    quantity = least_quantity(product) + 2
    line = order_line(api, product, quantity)
    body: Row = {"type": "sales", "customerId": active_customer(api), "products": [line]}
    yield from _refused(api, body, line)
    _order, subscription = bought(api)
    seated = order_line(api, subscription["products"][0], 5)
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [seated],
    }
    yield from _refused(api, body, seated)
    for other in orderable_products(api):
        if other.get("serviceName") != product.get("serviceName"):
            yield from _foreign(api, body, subscription, product, other)
            break
    yield from _as_text(api, body, seated)


def _refused(api: ApiClient, body: Row, line: Row) -> Iterator[Violation]:
    nameless = {"quantity": line["quantity"]}
    wrong: dict[str, list[Row]] = {
        "no product": [nameless],
        "no line": [],
        "no quantity": [{name: value for name, value in line.items() if name != "quantity"}],
        "part of a unit": [{**line, "quantity": 2.5}],
        "part of a unit as text": [{**line, "quantity": "2.5"}],
    }
    for words, lines in wrong.items():
        found = api.call("orders.estimate", body={**body, "products": lines})
        if found.status < 400:
            observed = f"status {found.status} for a {body['type']} with {words}"
            pointer = api.contract.pointer_to("OrderLineRequest")
            yield Violation("an invalid line is refused", observed, pointer)


def _foreign(api: ApiClient, body: Row, subscription: Row, *products: Row) -> Iterator[Violation]:
    """A product of another plan cannot be added to a subscription (facts E4)."""
    for product in products:
        if product.get("vendor") == subscription["products"][0].get("vendor"):
            continue
        lines = [order_line(api, product, least_quantity(product))]
        found = api.call("orders.estimate", body={**body, "products": lines})
        if found.status < 400:
            observed = f"status {found.status} for {product.get('mpn')} of {product.get('vendor')}"
            pointer = f"{api.operation('plans.list').pointer}/description"
            yield Violation("a subscription accepts only products of its plan", observed, pointer)


def _as_text(api: ApiClient, body: Row, line: Row) -> Iterator[Violation]:
    stated = [
        amount_of(api.json("orders.estimate", body={**body, "products": [one]}).get("total"))
        for one in (line, {**line, "quantity": f"{line['quantity']}.0"})
    ]
    if stated[0] != stated[1]:
        observed = f"{stated[1]} for text, {stated[0]} for the number"
        pointer = api.contract.pointer_to("RequestQuantity")
        yield Violation("a quantity as text is the same number", observed, pointer)
