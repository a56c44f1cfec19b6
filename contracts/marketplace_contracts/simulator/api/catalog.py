"""The catalogue: products, plans, and finding the one product an order means (facts E4)."""

from __future__ import annotations

from decimal import Decimal

from marketplace_contracts.simulator.domain.model import Plan, Product
from marketplace_contracts.simulator.domain.periods import Period
from marketplace_contracts.simulator.domain.pricing import PriceList, money
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.http.call import Call
from marketplace_contracts.simulator.http.error_responses import bad_request, conflict, not_found
from marketplace_contracts.simulator.http.messages import Document
from marketplace_contracts.simulator.http.pages import contains, matches, page

AMBIGUOUS = (
    "More than one product matches the given mpn; add vendor, subscriptionPeriod or billingPeriod"
)


def list_products(call: Call) -> Document:
    """`products.list`: the catalogue in its own order; several rows share an MPN."""
    name, service = call.text("name"), call.text("serviceName")
    mpn, vendor = call.text("mpn"), call.text("vendor")

    def keep(product: Product) -> bool:
        return (
            matches(product.mpn, mpn)
            and matches(product.plan.vendor, vendor)
            and contains(product.name, name)
            and contains(product.plan.name, service)
        )

    filtered = any(value is not None for value in (name, service, mpn, vendor))
    rows = call.world.products.values()
    return page(call, rows, product_row, keep if filtered else None, newest_first=False)


def list_plans(call: Call) -> Document:
    """`plans.list`."""
    return page(call, call.world.plans.values(), Plan.summary, newest_first=False)


def get_plan(call: Call) -> Document:
    """`plans.get`: adds the switches that are allowed (facts E5)."""
    plan = plan_by_id(call.world, call.ids["id"])
    return {**plan.summary(), "planSwitches": list(plan.switches)}


def plan_by_id(world: World, identifier: str) -> Plan:
    """The plan with an identifier given as text.

    Raises:
        Refusal: 404.
    """
    plan = world.plans.get(identifier)
    if plan is None:
        raise not_found("Plan", identifier)
    return plan


def product_row(product: Product) -> Document:
    """A product as the catalogue shows it; quantities are text (facts E4)."""
    plan = product.plan
    row = {
        "mpn": product.mpn,
        "vendor": plan.vendor,
        "id": product.id,
        "serviceName": plan.name,
        "name": product.name,
        "minimumQuantity": _quantity_text(product.minimum, plan),
        "maximumQuantity": _quantity_text(product.maximum, plan),
        "prices": _price_rows(product),
        "costs": [_price_row(product.cost, 0, "recurring")],
        "billingPeriod": plan.billing_period.document(),
        "subscriptionPeriod": plan.period.document(),
        "billingModel": plan.billing_model,
    }
    if product.depends_on:
        row["dependsOn"] = [{"mpn": product.depends_on.mpn, "id": product.depends_on.id}]
    if product.coterming:
        row["coterming"] = product.coterming
    return row


def _quantity_text(number: int, plan: Plan) -> str:
    """Both notations of the documentation: `0.0` for metered plans, `1` for the others."""
    return f"{number}.0" if plan.metered else str(number)


def _price_rows(product: Product) -> list[Document]:
    tiers = range(len(product.price.tiers))
    rows = [_price_row(product.price, number, "recurring") for number in tiers]
    for kind, amount in (("setup", product.setup), ("overuse", product.overuse)):
        if amount is not None:
            rows.append(_price_row(PriceList.flat(amount), 0, kind))
    return rows


def _price_row(price: PriceList, number: int, kind: str) -> Document:
    tier = price.tiers[number]
    row = {**money(tier.amount), "type": kind, "model": price.model}
    if len(price.tiers) > 1:
        row["lowerLimit"] = float(tier.lower)
    return row


def find_product(world: World, wanted: Document, plan: Plan | None = None) -> Product:
    """The one product that a request names by id, MPN, vendor and periods.

    Args:
        world: With the catalogue.
        wanted: `mpn` or `id`, and what else narrows it down.
        plan: Where only the products of one plan come into question.

    Raises:
        Refusal: 400 when nothing is named, 404 when nothing matches, 500 when several do
            (facts C10).
    """
    mpn, identifier = wanted.get("mpn"), wanted.get("id")
    if mpn is None and identifier is None:
        raise bad_request("products: a product needs mpn or id")
    known = world.products_by_mpn.get(mpn, []) if mpn is not None else world.products.values()
    found = [product for product in known if _is_wanted(product, wanted, plan)]
    if not found:
        raise not_found("Product", mpn if mpn is not None else identifier)
    if len(found) > 1:
        raise conflict(AMBIGUOUS)
    return found[0]


def _is_wanted(product: Product, wanted: Document, plan: Plan | None) -> bool:
    return (
        matches(product.id, wanted.get("id"))
        and matches(product.plan.vendor, wanted.get("vendor"))
        and _same_period(product.plan.period, wanted.get("subscriptionPeriod"))
        and _same_period(product.plan.billing_period, wanted.get("billingPeriod"))
        and matches(product.plan, plan)
    )


def _same_period(period: Period, wanted: Document | None) -> bool:
    return wanted is None or period == Period.read(wanted)


def quantity_of(entry: Document, product: Product, least: int) -> int:
    """The whole number of units that an order line asks for, sent as number or text (facts F17).

    Raises:
        Refusal: 400 when it is missing, not whole, or outside the product's limits.
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
