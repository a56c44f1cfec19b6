"""Prices of the catalogue compared with estimates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, number, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.checks.support.money import amount_of, list_price
from marketplace_contracts.checks.support.periods import after, span_of
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import active_customer, order_line
from marketplace_contracts.traffic.finding import Skipped, Violation

MANY = 40


@sequence_check("detail", concerns=estimates_orders)
def catalogue_prices(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A product costs its catalogue price, in each tier of each price model (facts E4, E8)."""
    products = _kinds(api.newest("products.list").rows)
    if not products:
        raise Skipped("the service shows no product with a price")
    for product in products:
        yield from _tiers(api, product)
        for quantity in _quantities(product):
            estimate = api.json(operation, body=sale_of(api, product, quantity))
            yield from _line(api, product, quantity, estimate)
    yield from _all_at_once(api, operation)


def _tiers(api: ApiClient, product: Row) -> Iterator[Violation]:
    """Check that several prices of one kind say from which quantity each applies (facts E4)."""
    limits = [one.get("lowerLimit") for one in product["prices"] if one.get("type") == "recurring"]
    if len(limits) > 1 and (None in limits or len(set(limits)) < len(limits)):
        observed = f"lower limits {api.contract.show(limits)} of {product.get('mpn')}"
        pointer = api.contract.pointer_to("ProductPrice", "lowerLimit")
        yield Violation("each price of a tier has a limit of its own", observed, pointer)


def _all_at_once(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Check the price of many products by one estimate, where the service takes them together."""
    named = [row for row in api.newest("products.list").rows if row.get("id")][:MANY]
    lines = [order_line(api, row, least_quantity(row)) for row in named if row.get("prices")]
    body = {"type": "sales", "customerId": active_customer(api), "products": lines}
    found = api.call(operation, body=body)
    if not found.ok:
        return
    estimate = dict(api.contract.described(found))
    for product in named:
        yield from _line(api, product, least_quantity(product), estimate)


def _kinds(rows: list[Row]) -> list[Row]:
    """Return one product of each combination of price models, charges and periods."""
    found: dict[str, Row] = {}
    for row in rows:
        prices = row.get("prices") or []
        kind = [(price.get("type"), price.get("model")) for price in prices]
        key = repr((kind, row.get("billingPeriod"), row.get("subscriptionPeriod")))
        if prices and not row.get("dependsOn"):
            found.setdefault(key, row)
    return list(found.values())


def _quantities(product: Row) -> list[int]:
    """Return quantities around each tier limit, within the limits of the product."""
    least, most = least_quantity(product), int(number(product.get("maximumQuantity")))
    borders = [int(number(price.get("lowerLimit"))) for price in product["prices"]]
    wanted = {least, least + 1, *(b + step for b in borders if b for step in (-1, 0, 1))}
    return sorted(quantity for quantity in wanted if least <= quantity <= most)


def _line(api: ApiClient, product: Row, quantity: int, estimate: Row) -> Iterator[Violation]:
    line: Row = next(
        (one for one in estimate["products"] if one.get("id") == product.get("id")), {}
    )
    wanted, found = list_price(product["prices"], quantity), amount_of(line.get("extendedPrice"))
    pointer = api.contract.pointer_to("Product", "prices")
    name = f"{quantity} of {product.get('mpn')}"
    if wanted is not None and found != wanted:
        yield Violation("a product costs its price", f"{found} for {name}, not {wanted}", pointer)
    details = [d for d in estimate.get("details") or [] if d.get("productId") == product.get("id")]
    amounts = [amount_of(one.get("extendedPrice")) or Decimal(0) for one in details]
    pointer = api.contract.pointer_to("OrderDetail", "extendedPrice")
    if sum(amounts, Decimal(0)) != found:
        observed = f"{amounts} for {name}, the line says {found}"
        yield Violation("the details of a line add up to it", observed, pointer)
    for one in details:
        yield from _detail(api, product, one)


def _detail(api: ApiClient, product: Row, one: Row) -> Iterator[Violation]:
    """Check a price line: quantity times unit price, and the billing period in days and as text."""
    show = api.contract.show
    unit, extended = amount_of(one.get("unitPrice")), amount_of(one.get("extendedPrice"))
    if unit is None or extended != unit * Decimal(str(one.get("quantity"))):
        shown = {name: one.get(name) for name in ("quantity", "unitPrice", "extendedPrice")}
        pointer = api.contract.pointer_to("OrderDetail", "extendedPrice")
        yield Violation("a price line is its quantity times its unit price", show(shown), pointer)
    yield from _prose(api, product, one)
    period, span = product.get("billingPeriod"), span_of(one.get("description"))
    pointer = api.contract.pointer_to("OrderDetail", "duration")
    if one.get("duration") != period:
        observed = f"{show(one.get('duration'))}, {show(period)} in the catalogue"
        yield Violation("a price line is for one billing period", observed, pointer)
    end = after(span[0], period) if span else None
    if span is None or end is None or (end - span[1]).days != 1:
        observed = show(one.get("description"))
        pointer = api.contract.pointer_to("OrderDetail", "description")
        yield Violation("a price line names the days of its billing period", observed, pointer)


def _prose(api: ApiClient, product: Row, one: Row) -> Iterator[Violation]:
    """Check that the text of a price line names what is charged and the period (facts E8)."""
    text, period = str(one.get("description")), product.get("billingPeriod") or {}
    term = f"({period.get('duration')} {period.get('type')}".casefold()
    recurring = one.get("type") == "recurring"
    right = (
        str(product.get("name")) in text,
        term in text.casefold(),
        ("Recurring" in text) == recurring,
    )
    if not all(right):
        observed = (
            f"{api.contract.show(text)} for a {one.get('type')} line of {product.get('name')}"
        )
        pointer = api.contract.pointer_to("OrderDetail", "description")
        yield Violation("a price line names product, kind and term", observed, pointer)
