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
BY_TERM = ("mpn", "vendor", "subscriptionPeriod")
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
                yield Violation("an order gets the product that it names", observed, pointer)
    yield from _by_the_order(api, operation, alone)


def _by_the_order(api: ApiClient, operation: Operation, rows: list[Row]) -> Iterator[Violation]:
    """A subscription period beside the lines is that of all lines (facts E7)."""
    terms = Counter(repr([row.get(name) for name in BY_TERM]) for row in rows)
    plain = Counter(row.get("mpn") for row in rows)
    for row in rows:
        if plain[row.get("mpn")] < 2 or terms[repr([row.get(name) for name in BY_TERM])] > 1:
            continue
        named = {name: row[name] for name in BY_TERM[:2] if name in row}
        body = sale_of(api, named, least_quantity(row))
        term = row.get("subscriptionPeriod")
        found = api.call(operation, body={**body, "subscriptionPeriod": term})
        stated = api.contract.described(found) if found.ok else {}
        if [one.get("id") for one in stated.get("products") or []][:1] != [row.get("id")]:
            observed = f"status {found.status}, {api.contract.show(found.json)}"
            pointer = api.contract.pointer_to("OrderRequest")
            yield Violation("a period beside the lines names products too", observed, pointer)
        return


def products_alike(rows: list[Row]) -> list[Row]:
    """Return the largest group of products of one plan, those with a plain price first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        same = ("vendor", "serviceName", "billingPeriod", "subscriptionPeriod", "billingModel")
        if not row.get("dependsOn"):
            groups.setdefault(repr([row.get(name) for name in same]), []).append(row)
    return max(groups.values(), key=len, default=[])
