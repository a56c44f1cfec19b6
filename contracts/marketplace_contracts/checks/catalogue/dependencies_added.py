"""Products that depend on others."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, number, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.checks.support.money import amount_of, list_price
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.finding import Skipped, Violation


@sequence_check("detail", concerns=estimates_orders)
def dependencies_added(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """The products that a product depends on are added to an order of it (facts E4)."""
    rows = api.newest("products.list").rows
    product = next((row for row in rows if row.get("dependsOn")), None)
    if product is None:
        raise Skipped("the service shows no product that depends on another")
    needed = {item.get("mpn") for item in product["dependsOn"]}
    quantity = least_quantity(product) + 1
    body = sale_of(api, product, quantity)
    lines = api.json(operation, body=body)["products"]
    missing = needed - {line.get("mpn") for line in lines}
    pointer = api.contract.pointer_to("Product", "dependsOn")
    if missing:
        observed = f"{api.contract.show(sorted(missing))} is not in the order"
        yield Violation("what a product depends on is added to its order", observed, pointer)
    known = {(row.get("mpn"), row.get("id")) for row in rows}
    named = {(item.get("mpn"), item.get("id", "")) for item in product["dependsOn"]}
    if all(name for _, name in named) and not named <= known:
        observed = f"{api.contract.show(product['dependsOn'])} is not in the catalogue"
        yield Violation("what a product depends on is a product", observed, pointer)
    yield from _added(api, operation, body, lines)


def _added(
    api: ApiClient, operation: Operation, body: Row, lines: list[Row]
) -> Iterator[Violation]:
    """Check that an added product costs its price, and is not added to an order that has it."""
    pointer = api.contract.pointer_to("Product", "dependsOn")
    rows = {row.get("id"): row for row in api.newest("products.list").rows}
    for line in lines[1:]:
        row: Row = rows.get(line.get("id"), {})
        units = int(number(line.get("quantity")))
        wanted = list_price(row.get("prices") or [], units)
        if units < 1 or amount_of(line.get("extendedPrice")) != wanted:
            observed = f"{api.contract.show(line)}, its price is {wanted}"
            yield Violation("what is added to an order costs its price", observed, pointer)
        own = {"id": line.get("id"), "quantity": max(units, 1)}
        both = {**body, "products": [*body["products"], own]}
        if len(api.json(operation, body=both)["products"]) != len(lines):
            observed = f"not {len(lines)} lines for an order with {line.get('mpn')}"
            yield Violation(
                "a product that the order already has is not added again", observed, pointer
            )
