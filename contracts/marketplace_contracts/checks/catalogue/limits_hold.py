"""Quantities beyond the limits of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import number, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import (
    orderable_product,
    orderable_products,
)
from marketplace_contracts.traffic.finding import Violation


@sequence_check("detail", concerns=estimates_orders)
def limits_hold(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An order beyond the maximum of a product, or below a minimum of several, is refused.

    A minimum of 1 is left out: the schema of a quantity says the same.
    """
    product = orderable_product(api)
    beyond = [("maximumQuantity", product, int(number(product["maximumQuantity"])) + 1)]
    for row in orderable_products(api):
        if (minimum := int(number(row.get("minimumQuantity")))) > 1:
            beyond.append(("minimumQuantity", row, minimum - 1))
            break
    for name, row, quantity in beyond:
        if api.call(operation, body=sale_of(api, row, quantity)).ok:
            observed = f"{quantity} is accepted, {name} is {row[name]}"
            yield Violation(
                f"{name} is a limit of orders", observed, api.contract.pointer_to("Product", name)
            )
