"""What the catalogue says of a product, held by its price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem
from marketplace_contracts.probe import Probe, Row
from marketplace_contracts.samples import active_customer, order_line, orderable_product
from marketplace_contracts.spec import Operation


def _estimates(operation: Operation, _: Contract) -> bool:
    return operation.id == "orders.estimate"


@sequence_check("detail", concerns=_estimates)
def catalogue_kept(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """Limits hold, an MPN of several names none, what is depended on is added (facts E4, C10)."""
    product = orderable_product(probe)
    for name, step in (("minimumQuantity", -1), ("maximumQuantity", 1)):
        limit = _number(product.get(name))
        if limit > 0:
            found = probe.call(operation, body=_sale(probe, product, int(limit) + step))
            if found.ok:
                came = f"{int(limit) + step} is accepted, {name} is {product[name]}"
                place = probe.contract.place("Product", name)
                yield Problem(f"{name} is a limit of orders", came, place)
    yield from _ambiguous(probe, operation)
    yield from _added(probe, operation)


def _ambiguous(probe: Probe, operation: Operation) -> Iterator[Problem]:
    rows = probe.sample("products.list").rows
    number = Counter(row.get("mpn") for row in rows)
    for row in rows:
        if number[row.get("mpn")] > 1:
            least = int(_number(row.get("minimumQuantity"))) or 1
            body = _sale(probe, {"mpn": row["mpn"]}, least)
            if probe.call(operation, body=body).ok:
                came = f"{row['mpn']} of {number[row['mpn']]} products is accepted alone"
                place = probe.contract.place("Product", "mpn")
                yield Problem("an MPN that several products share does not do", came, place)
            return


def _added(probe: Probe, operation: Operation) -> Iterator[Problem]:
    for product in probe.sample("products.list").rows:
        least = int(_number(product.get("minimumQuantity"))) or 1
        needed = {item.get("mpn") for item in product.get("dependsOn") or []}
        if needed:
            lines = probe.good(operation, body=_sale(probe, product, least)).get("products", [])
            missing = needed - {line.get("mpn") for line in lines}
            if missing:
                came = f"{probe.contract.show(sorted(missing))} is not in the order"
                place = probe.contract.place("Product", "dependsOn")
                yield Problem("what a product depends on is added to its order", came, place)
            return


def _sale(probe: Probe, product: Row, quantity: int) -> Row:
    line = order_line(probe, product, quantity)
    return {"type": "sales", "customerId": active_customer(probe), "products": [line]}


def _number(text: Any) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal(0)
