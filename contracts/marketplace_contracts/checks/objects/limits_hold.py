"""What the catalogue says of a product, held by its price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import (
    active_customer,
    order_line,
    orderable_product,
    orderable_products,
)
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped, Violation


def _estimates(operation: Operation, _: Contract) -> bool:
    return operation.id == "orders.estimate"


@sequence_check("detail", concerns=_estimates)
def limits_hold(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """No more of a product can be ordered than its maximum, and no less than a minimum of several.

    A minimum of one says no more than the schema of a quantity does.
    """
    product = orderable_product(api)
    beyond = [("maximumQuantity", product, int(_number(product["maximumQuantity"])) + 1)]
    for row in orderable_products(api):
        if (minimum := int(_number(row.get("minimumQuantity")))) > 1:
            beyond.append(("minimumQuantity", row, minimum - 1))
            break
    for name, row, quantity in beyond:
        if api.call(operation, body=_sale(api, row, quantity)).ok:
            observed = f"{quantity} is accepted, {name} is {row[name]}"
            yield Violation(
                f"{name} is a limit of orders", observed, api.contract.pointer_to("Product", name)
            )


@sequence_check("detail", concerns=_estimates)
def mpn_not_enough(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An MPN that several products share names none of them (facts E4, C10)."""
    rows = api.newest("products.list").rows
    number = Counter(row.get("mpn") for row in rows)
    shared = next((row for row in rows if number[row.get("mpn")] > 1), None)
    if shared is None:
        raise Skipped("the service shows no MPN that several products share")
    body = _sale(api, {"mpn": shared["mpn"]}, _least(shared))
    if api.call(operation, body=body).ok:
        observed = f"{shared['mpn']} of {number[shared['mpn']]} products is accepted alone"
        pointer = api.contract.pointer_to("Product", "mpn")
        yield Violation("an MPN that several products share does not do", observed, pointer)


@sequence_check("detail", concerns=_estimates)
def dependencies_added(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """What a product depends on is added to an order of it (facts E4)."""
    rows = api.newest("products.list").rows
    product = next((row for row in rows if row.get("dependsOn")), None)
    if product is None:
        raise Skipped("the service shows no product that depends on another")
    needed = {item.get("mpn") for item in product["dependsOn"]}
    body = _sale(api, product, _least(product))
    missing = needed - {line.get("mpn") for line in api.json(operation, body=body)["products"]}
    if missing:
        observed = f"{api.contract.show(sorted(missing))} is not in the order"
        pointer = api.contract.pointer_to("Product", "dependsOn")
        yield Violation("what a product depends on is added to its order", observed, pointer)


def _least(product: Row) -> int:
    return int(_number(product.get("minimumQuantity"))) or 1


def _sale(api: ApiClient, product: Row, quantity: int) -> Row:
    line = order_line(api, product, quantity)
    return {"type": "sales", "customerId": active_customer(api), "products": [line]}


def _number(text: Any) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal(0)
