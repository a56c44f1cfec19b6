"""The catalogue: find the one product or plan of a request (facts E4)."""

from __future__ import annotations

from decimal import Decimal

from marketplace_contracts.simulator.domain.errors import bad_request, conflict, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Plan, Product
from marketplace_contracts.simulator.domain.periods import Period
from marketplace_contracts.simulator.domain.world import World

AMBIGUOUS = (
    "More than one product matches the given mpn; add vendor, subscriptionPeriod or billingPeriod"
)


def find_plan(world: World, identifier: str) -> Plan:
    """Return the plan with an identifier given as text.

    Raises:
        Rejected: 404.
    """
    plan = world.plans.get(identifier)
    if plan is None:
        raise not_found("Plan", identifier)
    return plan


def find_product(world: World, wanted: JsonObject, plan: Plan | None = None) -> Product:
    """Return the one product that a request identifies by id, MPN, vendor and periods.

    Args:
        world: Holds the catalogue.
        wanted: `mpn` or `id`, with optional vendor and periods.
        plan: Restricts the search to the products of one plan.

    Raises:
        Rejected: 400 when nothing is named, 404 when nothing matches, 500 when several do
            (facts C10).
    """
    mpn, identifier = wanted.get("mpn"), wanted.get("id")
    if mpn is None and identifier is None:
        raise bad_request("products: a product needs mpn or id")
    known = world.products_by_mpn.get(mpn, []) if mpn is not None else world.products.values()
    found = [product for product in known if _is_meant(product, wanted, plan)]
    if not found:
        raise not_found("Product", mpn if mpn is not None else identifier)
    if len(found) > 1:
        raise conflict(AMBIGUOUS)
    return found[0]


def _is_meant(product: Product, wanted: JsonObject, plan: Plan | None) -> bool:
    return (
        _matches(product.id, wanted.get("id"))
        and _matches(product.plan.vendor, wanted.get("vendor"))
        and _same_period(product.plan.period, wanted.get("subscriptionPeriod"))
        and _same_period(product.plan.billing_period, wanted.get("billingPeriod"))
        and _matches(product.plan, plan)
    )


def _matches(value: object, wanted: object | None) -> bool:
    return wanted is None or value == wanted


def _same_period(period: Period, wanted: JsonObject | None) -> bool:
    return wanted is None or period == Period.read(wanted)


def quantity_of(entry: JsonObject, product: Product, least: int) -> int:
    """Return the quantity of an order line, sent as number or as text (facts F17).

    Raises:
        Rejected: 400 when it is missing, not whole, or outside the product's limits.
    """
    if "quantity" not in entry:
        raise bad_request(f"products: quantity of {product.mpn} is missing")
    number = Decimal(str(entry["quantity"]))
    if not least <= number <= product.maximum or number != int(number):
        raise bad_request(
            f"products: quantity of {product.mpn} must be a whole number"
            f" from {least} to {product.maximum}"
        )
    return int(number)
