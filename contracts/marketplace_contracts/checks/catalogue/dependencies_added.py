"""Products that depend on others."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import Skipped, Violation


@sequence_check("detail", concerns=estimates_orders)
def dependencies_added(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """The products that a product depends on are added to an order of it (facts E4)."""
    rows = api.newest("products.list").rows
    product = next((row for row in rows if row.get("dependsOn")), None)
    if product is None:
        raise Skipped("the service shows no product that depends on another")
    needed = {item.get("mpn") for item in product["dependsOn"]}
    body = sale_of(api, product, least_quantity(product))
    missing = needed - {line.get("mpn") for line in api.json(operation, body=body)["products"]}
    if missing:
        observed = f"{api.contract.show(sorted(missing))} is not in the order"
        pointer = api.contract.pointer_to("Product", "dependsOn")
        yield Violation("what a product depends on is added to its order", observed, pointer)
