"""Contract values of annual terms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.periods import bills
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.finding import Skipped, Violation


@sequence_check("detail", concerns=estimates_orders)
def contract_values(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A contract value is the cost of the whole term, setup fees once (facts E9)."""
    products = _annual(api.newest("products.list").rows)
    if not products:
        raise Skipped("the service shows no product with a term of a year")
    for product in products:
        estimate = api.json(operation, body=sale_of(api, product, least_quantity(product)))
        yield from _values(api, product, estimate)


def _annual(rows: list[Row]) -> list[Row]:
    """Return one product with an annual term for each billing period and set of charges."""
    found: dict[str, Row] = {}
    for row in rows:
        if (row.get("subscriptionPeriod") or {}).get("type") == "year" and not row.get("dependsOn"):
            charges = [price.get("type") for price in row.get("prices", [])]
            found.setdefault(repr((row.get("billingPeriod"), charges)), row)
    return list(found.values())


def _values(api: ApiClient, product: Row, estimate: Row) -> Iterator[Violation]:
    pointer = api.contract.pointer_to("SubscriptionTcv", "tcvs")
    values = [tcv for one in estimate.get("subscriptions") or [] for tcv in one.get("tcvs") or []]
    lines = [tcv for one in estimate["products"] for tcv in one.get("tcvs") or []]
    if len(values) != 1 or len(lines) != 1:
        observed = f"{len(lines)} of the line, {len(values)} of the subscription"
        yield Violation("an annual term has its contract value", observed, pointer)
        return
    number = bills(product["subscriptionPeriod"], product.get("billingPeriod")) or 1
    wanted = sum(
        ((amount_of(one.get("extendedPrice")) or Decimal(0)) * _times(one, number))
        for one in estimate.get("details") or []
    )
    for value in (values[0], lines[0]):
        total, off, rest = (
            amount_of(value.get(name)) for name in ("total", "discTotal", "effectiveTotal")
        )
        if total != wanted or off is None or rest != total - off:
            observed = f"{total} less {off} is {rest}, {wanted} for {number} bills"
            yield Violation("a contract value is the cost of its term", observed, pointer)
    period = amount_of((values[0].get("planPeriod") or {}).get("total"))
    if period != amount_of(estimate.get("total")):
        observed = f"{period}, {amount_of(estimate.get('total'))} in all"
        yield Violation("the value of a plan's period is one bill", observed, pointer)


def _times(detail: Row, number: int) -> int:
    return 1 if detail.get("type") == "setup" else number
