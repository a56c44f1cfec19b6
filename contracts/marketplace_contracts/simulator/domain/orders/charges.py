"""Charges of order lines (facts E8)."""

from __future__ import annotations

from decimal import Decimal

from marketplace_contracts.simulator.domain.model import Charge, Plan, Product
from marketplace_contracts.simulator.domain.pricing import PriceList


def sale_charges(product: Product, quantity: int, price: PriceList) -> tuple[Charge, ...]:
    """Charge a purchase: one line for each price tier that is used, then the setup fee."""
    charges = list(recurring_charges(quantity, price))
    if product.setup is not None:
        charges.append(Charge("setup", 1, product.setup, product.setup))
    return tuple(charges)


def recurring_charges(quantity: int, price: PriceList) -> tuple[Charge, ...]:
    """Charge seats for one billing period."""
    return tuple(
        Charge("recurring", part.quantity, part.unit, part.quantity * part.unit)
        for part in price.parts(quantity)
    )


def change_charges(plan: Plan, price: PriceList, current: int, target: int) -> tuple[Charge, ...]:
    """Charge the difference between two seat counts.

    The sign of the money need not follow the sign of the seats (facts E8): plans that are paid
    ahead for the whole term show a positive amount for fewer seats.
    """
    unit = price.unit(target)
    difference = target - current
    amount = unit * difference
    if plan.billing_model == "chargeBeforeSubscriptionPeriod":
        amount = -amount
    kind = "recurring" if difference >= 0 else "downgrade"
    return (Charge(kind, difference, unit, amount or Decimal(0)),)
