"""Prices with tiers, computed in decimals; JSON has amounts as text (facts E13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from marketplace_contracts.simulator.domain.errors import bad_request
from marketplace_contracts.simulator.domain.json_object import JsonObject

CURRENCY = "USD"
"""The currency of every simulated marketplace."""

_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)


class Tier(NamedTuple):
    """A unit price that applies from a quantity on."""

    lower: Decimal
    amount: Decimal


class PricedUnits(NamedTuple):
    """A number of units with one unit price."""

    quantity: int
    unit: Decimal


@dataclass(frozen=True, slots=True)
class PriceList:
    """The unit price, which can depend on the quantity.

    Example: of 12 units with tiers 1: 10 and 11: 9, TIERED charges 10 * 10 + 2 * 9, VOLUME_*
    charges 12 * 9.

    Attributes:
        model: FLAT, TIERED (each unit at the price of its own tier) or VOLUME_* (all units at
            the price of the tier reached).
        tiers: Tiers by ascending lower limit; the first one starts at or below one.
    """

    model: str
    tiers: tuple[Tier, ...]

    @classmethod
    def flat(cls, amount: Decimal) -> PriceList:
        """Return a price list with one amount for any quantity."""
        return cls("FLAT", (Tier(Decimal(0), amount),))

    @classmethod
    def read(cls, document: JsonObject) -> PriceList:
        """Return the price that a request sets: an amount with optional `priceTiers`.

        Raises:
            Rejected: 400 for another currency or a number out of range.
        """
        if document["currency"] != CURRENCY:
            raise bad_request(f"currency: prices of this marketplace are in {CURRENCY}")
        tiers = [Tier(Decimal(0), amount_of(document["amount"]))]
        tiers += [
            Tier(amount_of(tier["lowerLimit"]), amount_of(tier["amount"]))
            for tier in document.get("priceTiers", ())
        ]
        model = "VOLUME_SUBSCRIPTION" if len(tiers) > 1 else "FLAT"
        return cls(model, tuple(sorted(tiers)))

    def unit(self, quantity: int) -> Decimal:
        """Return the unit price of the tier that a quantity reaches."""
        reached = [tier.amount for tier in self.tiers if tier.lower <= quantity]
        return reached[-1] if reached else self.tiers[0].amount

    def parts(self, quantity: int) -> list[PricedUnits]:
        """Split a purchase into runs of units with one price each."""
        if self.model != "TIERED":
            return [PricedUnits(quantity, self.unit(quantity))]
        limits = [max(int(tier.lower) - 1, 0) for tier in self.tiers[1:]]
        bounds = [0, *(min(limit, quantity) for limit in limits), quantity]
        runs = zip(pairwise(bounds), self.tiers, strict=True)
        return [PricedUnits(high - low, tier.amount) for (low, high), tier in runs if high > low]

    def total(self, quantity: int) -> Decimal:
        """Return the price of a quantity."""
        return add_up(part.quantity * part.unit for part in self.parts(quantity))

    def document(self, quantity: int) -> JsonObject:
        """Return the unit price as JSON, with its tiers if there are several."""
        shown = money(self.tiers[0].amount if len(self.tiers) > 1 else self.unit(quantity))
        if len(self.tiers) > 1:
            shown["priceTiers"] = [
                {"lowerLimit": decimal_text(tier.lower), "amount": decimal_text(tier.amount)}
                for tier in self.tiers[1:]
            ]
        return shown


def amount_of(text: str) -> Decimal:
    """Return the number in a decimal text.

    Raises:
        Rejected: 400 if the text has more digits than money needs.
    """
    if not _AMOUNT.fullmatch(text):
        raise bad_request("amount: expected decimal text of at most 12 digits and 6 decimals")
    return Decimal(text)


def decimal_text(number: Decimal) -> str:
    """Return decimal text with at least one digit after the point, such as `22.1` or `206.0`."""
    text = f"{number:f}"
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


def money(amount: Decimal) -> JsonObject:
    """Return an amount as JSON."""
    return {"currency": CURRENCY, "amount": decimal_text(amount)}


def add_up(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum; 0 for no amounts."""
    return sum(amounts, Decimal(0))
