"""Seed plans and products, with MPNs that are not unique (facts E4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Plan, Product
from marketplace_contracts.simulator.domain.periods import MONTH, YEAR, Period
from marketplace_contracts.simulator.domain.pricing import PriceList, Tier
from marketplace_contracts.simulator.domain.seeded_random import random_source, uuid_text
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import Size
from marketplace_contracts.simulator.seed import fake_names

FIRST_PLAN = 10_001
FIRST_PRODUCT = 100_501
KNOWN_MPN = "CFQ7TTC0ZZ01:0004"
"""An MPN that is unique in every world; the spec's examples name it."""
SHARED_MPN = "CFQ7TTC0ZZ02:0001"
"""An MPN that three products of every world share."""

_VARIANTS = (
    (MONTH, MONTH, "chargeBeforeBillingPeriod"),
    (YEAR, MONTH, "chargeBeforeBillingPeriod"),
    (YEAR, YEAR, "chargeBeforeSubscriptionPeriod"),
)
_POLICIES = ("prorate_refund", "period_change", "prorate_keeping_exp_date", "no_refund")
_EFFECTIVE = ("immediately", "next_billing_period", "next_subscription_period")


def seed_catalog(world: World, size: Size) -> None:
    """Add families of plans, a metered plan, a legacy plan, one of days, and their products."""
    rng = random_source(world.seed, "catalog")
    families = (size.plans - 3) // len(_VARIANTS)
    plans = [plan for family in range(families) for plan in _family(rng, family)]
    plans += _odd_plans(FIRST_PLAN + len(plans))
    for plan in plans:
        world.plans[str(plan.id)] = plan
    per_plan = size.products // len(plans)
    for family in range(families):
        trio = plans[family * 3 : family * 3 + 3]
        for offer in range(per_plan):
            _add_offer(world, rng, trio, family, offer)
    for plan in plans[-2:]:
        for offer in range(per_plan):
            _add_odd_product(world, rng, plan, offer)
    _add_short_plan(world, FIRST_PLAN + len(plans))


def _add_short_plan(world: World, identifier: int) -> None:
    """Add a plan with periods of days, which one client knows beside months and years (E11)."""
    term, billing = Period("day", 14), Period("day", 7)
    model = "chargeBeforeBillingPeriod"
    plan = Plan(identifier, "Project Days", "Arbor Software", term, billing, model)
    world.plans[str(plan.id)] = plan
    world.add_product(_product(world, plan, "ARB-DAYS-14", "Project Days", Decimal("3.5")))


def _family(rng: Random, family: int) -> list[Plan]:
    vendor = fake_names.VENDORS[family % len(fake_names.VENDORS)]
    service = fake_names.SERVICES[family % len(fake_names.SERVICES)]
    name = f"{service} {1 + family // len(fake_names.SERVICES)}"
    first = FIRST_PLAN + family * len(_VARIANTS)
    plans = [
        Plan(first + number, name, vendor, period, billing, model)
        for number, (period, billing, model) in enumerate(_VARIANTS)
    ]
    return [replace(plan, switches=_switches(rng, plan, plans)) for plan in plans]


def _switches(rng: Random, source: Plan, siblings: list[Plan]) -> tuple[JsonObject, ...]:
    return tuple(
        {
            "planId": target.id,
            "subscriptionPeriod": target.period.document(),
            "billingPolicy": rng.choice(_POLICIES),
            "whenEffective": rng.choice(_EFFECTIVE),
            "sourceSubscriptionPeriod": source.period.document(),
        }
        for target in siblings
        if target is not source
    )


def _odd_plans(first: int) -> list[Plan]:
    metered = Plan(
        first,
        "Metered Compute",
        "Cloudmere",
        MONTH,
        MONTH,
        "chargeAfterBillingPeriod",
        metered=True,
    )
    legacy = Plan(first + 1, "Legacy Hosting", "Arbor Software", YEAR, YEAR, "chargeExternalRating")
    return [metered, legacy]


def _add_offer(world: World, rng: Random, trio: list[Plan], family: int, offer: int) -> None:
    """Add one product for each plan of a family.

    Every second offer has the same MPN in all its plans; families 1 and 2 share one MPN, so that
    only the vendor tells their products apart.
    """
    edition = fake_names.EDITIONS[offer % len(fake_names.EDITIONS)]
    name = f"{trio[0].name} {edition}"
    amount = Decimal(rng.randrange(20, 600)) / 10
    for number, plan in enumerate(trio):
        shared = offer % 2 == 1
        brand = 1 if shared and offer == 1 and family == 2 else family
        mpn = _mpn(brand, offer, 1 if shared else number + 4)
        times = Decimal("10.5") if plan.billing_period == YEAR else Decimal(1)
        product = _product(world, plan, mpn, name, (amount * times).quantize(Decimal("0.01")))
        world.add_product(_specialise(world, product, offer))


def _mpn(family: int, offer: int, variant: int) -> str:
    if family == 0:
        return f"CFQ7TTC0ZZ{offer + 1:02d}:{variant:04d}"
    return f"VQX{family:03d}{offer + 1:02d}:{variant:04d}"


def _product(world: World, plan: Plan, mpn: str, name: str, amount: Decimal) -> Product:
    cost = (amount * Decimal("0.8")).quantize(Decimal("0.01"))
    return Product(
        id=f"PRD{FIRST_PRODUCT + len(world.products)}",
        mpn=mpn,
        name=name,
        plan=plan,
        minimum=1,
        maximum=300 if plan.period == MONTH else 10_000,
        price=PriceList.flat(amount),
        cost=PriceList.flat(cost),
        coterming=_coterming(plan),
    )


def _coterming(plan: Plan) -> JsonObject | None:
    if plan.period != YEAR:
        return None
    if plan.billing_period == YEAR:
        return {"required": "ALLOWED", "type": "SUBSCRIPTION"}
    return {"required": "ALLOWED", "type": "END_OF_MONTH"}


def _specialise(world: World, product: Product, offer: int) -> Product:
    """Give the offers of a plan different prices: tiers, volumes, setup and overuse fees."""
    kind = offer % 6
    if kind == 2:
        return replace(product, price=_tiers("TIERED", product), cost=product.cost)
    if kind == 3:
        return replace(product, setup=Decimal("25.0"))
    if kind == 4:
        return replace(product, price=_tiers("VOLUME_ORDER", product), overuse=Decimal("0.15"))
    if kind == 5:
        return replace(product, depends_on=world.products_of_plan[product.plan.id][0])
    return product


def _tiers(model: str, product: Product) -> PriceList:
    full = product.price.tiers[0].amount
    discounts = ((0, "1"), (11, "0.95"), (51, "0.9"))
    return PriceList(
        model,
        tuple(
            Tier(Decimal(lower), (full * Decimal(factor)).quantize(Decimal("0.01")))
            for lower, factor in discounts
        ),
    )


def _add_odd_product(world: World, rng: Random, plan: Plan, offer: int) -> None:
    mpn = uuid_text(world.seed, f"mpn {plan.id} {offer}")
    name = f"{plan.name} {fake_names.EDITIONS[offer % len(fake_names.EDITIONS)]}"
    product = _product(world, plan, mpn, name, Decimal(rng.randrange(20, 600)) / 10)
    minimum = 0 if plan.metered else 1
    world.add_product(replace(product, minimum=minimum, maximum=5_000, coterming=None))
