"""Amounts of money in responses, and the catalogue's prices for a quantity."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.service.api_client import Row


def amount_of(money: Any) -> Decimal | None:
    """Return the amount of `{currency, amount}`; None for anything else."""
    if not isinstance(money, dict) or not isinstance(money.get("amount"), str):
        return None
    try:
        found = Decimal(money["amount"])
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def list_price(prices: list[Row], quantity: int) -> Decimal | None:
    """Return what the catalogue charges for a quantity; None for unknown price models.

    Example: of 12 units at 10, and at 9 from the 11th on, TIERED charges 10 * 10 + 2 * 9, and
    VOLUME_* charges 12 * 9. A setup fee is added once; overuse is charged later.
    """
    total = Decimal(0)
    recurring = [price for price in prices if price.get("type") == "recurring"]
    for price in prices:
        if price.get("type") == "setup":
            total += amount_of(price) or Decimal(0)
    tiers = sorted(
        (Decimal(str(price.get("lowerLimit") or 0)), amount_of(price) or Decimal(0))
        for price in recurring
    )
    if not tiers:
        return None
    models = {price.get("model") for price in recurring}
    if models == {"TIERED"}:
        return total + _each_tier(tiers, quantity)
    reached = [amount for lower, amount in tiers if lower <= quantity]
    return total + quantity * (reached or [tiers[0][1]])[-1]


def _each_tier(tiers: list[tuple[Decimal, Decimal]], quantity: int) -> Decimal:
    """Return the price where each unit costs the price of its own tier."""
    total = Decimal(0)
    for number, (lower, amount) in enumerate(tiers):
        first = max(int(lower), 1)
        last = int(tiers[number + 1][0]) - 1 if number + 1 < len(tiers) else quantity
        total += max(0, min(last, quantity) - first + 1) * amount
    return total


def tier_amount(price: Row, quantity: int) -> Decimal:
    """Return the unit amount of `{amount, priceTiers}` for a quantity.

    Example: with amount 7 and a tier of 5 from the lower limit 10 on, ten units cost 5 each.
    """
    tiers = [(Decimal(0), amount_of(price) or Decimal(0))]
    tiers += [(Decimal(t["lowerLimit"]), Decimal(t["amount"])) for t in price.get("priceTiers", ())]
    return [amount for lower, amount in sorted(tiers) if lower <= quantity][-1]
