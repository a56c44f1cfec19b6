"""Products and their identifiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import IDENTIFYING
from marketplace_contracts.traffic.finding import Skipped, Violation

ENOUGH = 12
WITHOUT_ID = tuple(name for name in IDENTIFYING if name != "id")


@sequence_check("detail", concerns=estimates_orders)
def product_named(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """MPN, vendor and periods identify one product together, and the id does alone (facts E4)."""
    rows = api.newest("products.list").rows
    if not rows:
        raise Skipped("the service shows no product")
    number = Counter(repr([row.get(name) for name in WITHOUT_ID]) for row in rows)
    alone = [row for row in rows if number[repr([row.get(name) for name in WITHOUT_ID])] == 1]
    shared = Counter(row.get("mpn") for row in alone)
    for row in sorted(alone, key=lambda row: -shared[row.get("mpn")])[:ENOUGH]:
        for names in (WITHOUT_ID, ("id",)):
            named = {name: row[name] for name in names if name in row}
            estimate = api.json(operation, body=sale_of(api, named, least_quantity(row)))
            found = estimate["products"][0].get("id")
            if found != row.get("id"):
                observed = f"{api.contract.show(found)} for {api.contract.show(named)}"
                pointer = api.contract.pointer_to("Product", "mpn")
                yield Violation("a product is the one that is named", observed, pointer)


def products_alike(rows: list[Row]) -> list[Row]:
    """Return the largest group of products of one plan, those with a plain price first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        same = ("vendor", "serviceName", "billingPeriod", "subscriptionPeriod", "billingModel")
        if not row.get("dependsOn"):
            groups.setdefault(repr([row.get(name) for name in same]), []).append(row)
    return max(groups.values(), key=len, default=[])
