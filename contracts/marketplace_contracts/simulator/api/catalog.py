"""Handlers of products and plans (facts E4)."""

from __future__ import annotations

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.pages import contains, matches, page
from marketplace_contracts.simulator.domain.catalog import find_plan
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Plan, Product
from marketplace_contracts.simulator.domain.pricing import PriceList, money


def list_products(call: Call) -> JsonObject:
    """Handle `products.list`: the catalogue in its own order; several rows can share an MPN."""
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


def list_plans(call: Call) -> JsonObject:
    """Handle `plans.list`."""
    return page(call, call.world.plans.values(), Plan.summary, newest_first=False)


def get_plan(call: Call) -> JsonObject:
    """Handle `plans.get`: add the allowed switches (facts E5)."""
    plan = find_plan(call.world, call.ids["id"])
    return {**plan.summary(), "planSwitches": list(plan.switches)}


def product_row(product: Product) -> JsonObject:
    """Return a row of the catalogue; its quantities are decimal text (facts E4)."""
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
    """Use both documented notations: `0.0` for metered plans, `1` for the others."""
    return f"{number}.0" if plan.metered else str(number)


def _price_rows(product: Product) -> list[JsonObject]:
    tiers = range(len(product.price.tiers))
    rows = [_price_row(product.price, number, "recurring") for number in tiers]
    for kind, amount in (("setup", product.setup), ("overuse", product.overuse)):
        if amount is not None:
            rows.append(_price_row(PriceList.flat(amount), 0, kind))
    return rows


def _price_row(price: PriceList, number: int, kind: str) -> JsonObject:
    tier = price.tiers[number]
    row = {**money(tier.amount), "type": kind, "model": price.model}
    if len(price.tiers) > 1:
        row["lowerLimit"] = float(tier.lower)
    return row
